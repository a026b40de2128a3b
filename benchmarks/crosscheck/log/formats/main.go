// Checks cosignatures, proofs and policies written by Tidemark with github.com/transparency-dev/formats, and writes some
// for Tidemark to check. See ../run.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"crypto/rand"

	"github.com/transparency-dev/formats/log"
	cosign "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/formats/witness"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proofCase struct {
	Proof string `json:"proof"`
	Entry string `json:"entry"`
}

type policyCase struct {
	Policy string `json:"policy"` // every witness with a URL
	Note   string `json:"note"`
	Accept bool   `json:"accept"`
}

type file struct {
	Log       string       `json:"key"`
	Witnesses []string     `json:"witnesses"`
	Proofs    []proofCase  `json:"proofs"`
	Policies  []policyCase `json:"policies"`
}

var checks, differences int

func expect(ok bool, format string, args ...any) {
	checks++
	if !ok {
		differences++
		if differences < 20 {
			fmt.Fprintf(os.Stderr, "formats: "+format+"\n", args...)
		}
	}
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "formats:", err)
		os.Exit(2)
	}
}

func main() {
	dir := os.Args[1]
	data, err := os.ReadFile(filepath.Join(dir, "ours.json"))
	fatal(err)
	var ours file
	fatal(json.Unmarshal(data, &ours))
	checkProofs(ours)
	checkPolicies(ours)
	fatal(writeOwn(filepath.Join(dir, "theirs-formats.json")))
	fmt.Printf("formats: %d checks, %d differences\n", checks, differences)
	if differences > 0 {
		os.Exit(1)
	}
}

func checkProofs(ours file) {
	logVerifier, err := note.NewVerifier(ours.Log)
	fatal(err)
	verifiers := []note.Verifier{}
	for _, key := range ours.Witnesses {
		v, err := cosign.NewVerifierForCosignatureV1(key)
		fatal(err)
		expect(strings.HasPrefix(key, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash())), "key id of %s", v.Name())
		verifiers = append(verifiers, v)
	}
	for i, c := range ours.Proofs {
		var p proof.TLogProof
		err := p.Unmarshal([]byte(c.Proof))
		expect(err == nil, "proof %d: %v", i, err)
		expect(string(p.Marshal()) == c.Proof, "proof %d is not written as it was read", i)
		head, rest, n, err := log.ParseCheckpoint(p.Checkpoint, logVerifier.Name(), logVerifier, verifiers...)
		expect(err == nil && len(rest) == 0 && len(n.Sigs) == 1+len(verifiers), "checkpoint of proof %d: %v", i, err)
		if err != nil {
			continue
		}
		var path tlog.RecordProof
		for _, h := range p.Hashes {
			path = append(path, tlog.Hash(h))
		}
		err = tlog.CheckRecord(path, int64(head.Size), tlog.Hash(head.Hash), int64(p.Index), tlog.RecordHash([]byte(c.Entry)))
		expect(err == nil, "inclusion of proof %d: %v", i, err)
	}
}

func checkPolicies(ours file) {
	for i, c := range ours.Policies {
		policy, err := witness.ParsePolicy([]byte(c.Policy))
		expect(err == nil, "policy %d: %v", i, err)
		if err == nil {
			expect(policy.Satisfied([]byte(c.Note)) == c.Accept, "policy %d: ours says %v", i, c.Accept)
		}
	}
}

// writeOwn makes a cosigned log of 300 entries, with proofs and a policy.
func writeOwn(path string) error {
	const size = 300
	logSecret, logKey, err := note.GenerateKey(rand.Reader, "go.example/log")
	fatal(err)
	logSigner, err := note.NewSigner(logSecret)
	fatal(err)
	edSecret, edPlain, err := note.GenerateKey(rand.Reader, "go.example/witness-1")
	fatal(err)
	edKey, err := cosign.VKeyToCosignatureV1(edPlain)
	fatal(err)
	mlSecret, mlKey, err := cosign.GenerateMLDSAKey("go.example/witness-2")
	fatal(err)
	var signers []note.Signer
	for _, secret := range []string{edSecret, mlSecret} {
		s, err := cosign.NewSignerForCosignatureV1(secret)
		fatal(err)
		signers = append(signers, s)
	}
	var hashes stored
	for i := int64(0); i < size; i++ {
		more, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("record %d", i)), hashes)
		fatal(err)
		hashes = append(hashes, more...)
	}
	root, err := tlog.TreeHash(size, hashes)
	fatal(err)
	body := log.Checkpoint{Origin: "go.example/log", Size: size, Hash: root[:]}.Marshal()
	signed, err := note.Sign(&note.Note{Text: string(body)}, append([]note.Signer{logSigner}, signers...)...)
	fatal(err)
	out := file{Log: logKey, Witnesses: []string{edKey, mlKey}}
	for i := int64(0); i < size; i += 13 {
		p, err := tlog.ProveRecord(size, i, hashes)
		fatal(err)
		text := proof.TLogProof{Index: uint64(i), Checkpoint: signed}
		for _, h := range p {
			text.Hashes = append(text.Hashes, h)
		}
		out.Proofs = append(out.Proofs, proofCase{string(text.Marshal()), fmt.Sprintf("record %d", i)})
	}
	data, err := json.Marshal(out)
	fatal(err)
	return os.WriteFile(path, data, 0o644)
}

type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, i := range indexes {
		hashes = append(hashes, s[i])
	}
	return hashes, nil
}
