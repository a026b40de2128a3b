// Checks a log written by Tidemark with golang.org/x/mod/sumdb, and writes one for Tidemark to check. See ../run.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type head struct {
	Size int64  `json:"size"`
	Note string `json:"note"`
}

type inclusion struct {
	Index  int64            `json:"index"`
	Size   int64            `json:"size"`
	Leaf   tlog.Hash        `json:"leaf"`
	Root   tlog.Hash        `json:"root"`
	Path   tlog.RecordProof `json:"path"`
	Accept bool             `json:"accept"`
}

type consistency struct {
	Old     int64          `json:"old"`
	Size    int64          `json:"size"`
	OldRoot tlog.Hash      `json:"oldRoot"`
	Root    tlog.Hash      `json:"root"`
	Path    tlog.TreeProof `json:"path"`
	Accept  bool           `json:"accept"`
}

type noteCase struct {
	Note   []byte `json:"note"` // base64
	Accept bool   `json:"accept"`
	Why    string `json:"why"`
}

type file struct {
	Key         string        `json:"key"`
	Origin      string        `json:"origin"`
	Heads       []head        `json:"heads"`
	Inclusion   []inclusion   `json:"inclusion"`
	Consistency []consistency `json:"consistency"`
	Notes       []noteCase    `json:"notes"`
}

// checks and differences are counted; a difference is printed.
var checks, differences int

func expect(ok bool, format string, args ...any) {
	checks++
	if !ok {
		differences++
		if differences < 20 {
			fmt.Fprintf(os.Stderr, "sumdb: "+format+"\n", args...)
		}
	}
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "sumdb:", err)
		os.Exit(2)
	}
}

func main() {
	dir := os.Args[1]
	data, err := os.ReadFile(filepath.Join(dir, "ours.json"))
	fatal(err)
	var ours file
	fatal(json.Unmarshal(data, &ours))
	checkHeads(dir, ours)
	checkProofs(ours)
	stricter := checkNotes(ours)
	fatal(writeOwn(filepath.Join(dir, "theirs-sumdb.json")))
	fmt.Printf("sumdb: %d checks, %d differences; %d notes that x/mod takes and Tidemark refuses as not canonical\n",
		checks, differences, stricter)
	if differences > 0 {
		os.Exit(1)
	}
}

// parse reads a checkpoint of any origin; tlog.ParseTree knows one origin only.
func parse(text string) (string, tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return "", tlog.Tree{}, fmt.Errorf("not a checkpoint: %q", text)
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: n, Hash: hash}, err
}

// tiles reads our tiles; the paths of x/mod name the height too.
type tiles struct{ dir string }

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.dir, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// checkHeads verifies every checkpoint, and that our tiles give its root, our proofs and our entries.
func checkHeads(dir string, ours file) {
	verifier, err := note.NewVerifier(ours.Key)
	fatal(err)
	trees := map[int64]tlog.Tree{}
	var largest int64
	for _, h := range ours.Heads {
		opened, err := note.Open([]byte(h.Note), note.VerifierList(verifier))
		expect(err == nil, "checkpoint %d: %v", h.Size, err)
		if err != nil {
			continue
		}
		origin, tree, err := parse(opened.Text)
		expect(err == nil && origin == ours.Origin && tree.N == h.Size, "checkpoint %d: %v %v %v", h.Size, origin, tree, err)
		trees[h.Size] = tree
		if h.Size > largest {
			largest = h.Size
		}
	}
	logDir := filepath.Join(dir, "log")
	readers := map[int64]tlog.HashReader{}
	for size, tree := range trees {
		readers[size] = tlog.TileHashReader(tree, tiles{logDir})
		root, err := tlog.TreeHash(size, readers[size])
		expect(err == nil && root == tree.Hash, "root of %d from tiles: %v", size, err)
	}
	for _, p := range ours.Inclusion {
		if reader, ok := readers[p.Size]; ok && p.Accept {
			path, err := tlog.ProveRecord(p.Size, p.Index, reader)
			expect(err == nil && fmt.Sprint(path) == fmt.Sprint(p.Path), "path of %d in %d: %v", p.Index, p.Size, err)
		}
	}
	for _, p := range ours.Consistency {
		if reader, ok := readers[p.Size]; ok && p.Accept {
			path, err := tlog.ProveTree(p.Size, p.Old, reader)
			expect(err == nil && fmt.Sprint(path) == fmt.Sprint(p.Path), "proof of %d in %d: %v", p.Old, p.Size, err)
		}
	}
	checkEntries(logDir, largest, readers[largest])
}

func checkEntries(dir string, size int64, reader tlog.HashReader) {
	for first := int64(0); first < size; first += 256 {
		width := 256
		if size-first < 256 {
			width = int(size - first)
		}
		tile := tlog.Tile{H: 8, L: -1, N: first / 256, W: width}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(dir, path))
		fatal(err)
		var indexes []int64
		for i := 0; i < width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+int64(i)))
		}
		hashes, err := reader.ReadHashes(indexes)
		expect(err == nil, "hashes of %s: %v", path, err)
		for i := 0; err == nil && i < width; i++ {
			n := int(binary.BigEndian.Uint16(data))
			expect(tlog.RecordHash(data[2:2+n]) == hashes[i], "entry %d", first+int64(i))
			data = data[2+n:]
		}
		expect(len(data) == 0, "%s has %d bytes more", path, len(data))
	}
}

// checkProofs compares the verdict over every proof, forged ones too.
func checkProofs(ours file) {
	for i, p := range ours.Inclusion {
		err := tlog.CheckRecord(p.Path, p.Size, p.Root, p.Index, p.Leaf)
		expect((err == nil) == p.Accept, "inclusion %d (%d of %d): ours %v, theirs %v", i, p.Index, p.Size, p.Accept, err)
	}
	for i, p := range ours.Consistency {
		err := tlog.CheckTree(p.Path, p.Size, p.Root, p.Old, p.OldRoot)
		expect((err == nil) == p.Accept, "consistency %d (%d of %d): ours %v, theirs %v", i, p.Old, p.Size, p.Accept, err)
	}
}

// checkNotes compares the verdict over notes and mutants of them. Tidemark may refuse what x/mod takes only where the
// base64 is not canonical or a second signature by the same key is bad, which x/mod does not look at.
func checkNotes(ours file) int {
	verifier, err := note.NewVerifier(ours.Key)
	fatal(err)
	stricter := 0
	for i, c := range ours.Notes {
		opened, err := note.Open(c.Note, note.VerifierList(verifier))
		if err == nil && !c.Accept {
			allowed := !canonical(c.Note) || len(opened.Sigs)+len(opened.UnverifiedSigs) < bytes.Count(c.Note, []byte("\n— "))
			expect(allowed, "note %d: theirs takes what ours refuses (%s): %q", i, c.Why, c.Note)
			stricter++
			continue
		}
		expect((err == nil) == c.Accept, "note %d: ours %v (%s), theirs %v: %q", i, c.Accept, c.Why, err, c.Note)
	}
	return stricter
}

func canonical(data []byte) bool {
	for _, line := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(line, "— ") {
			text := line[strings.LastIndex(line, " ")+1:]
			raw, err := base64.StdEncoding.DecodeString(text)
			if err != nil || base64.StdEncoding.EncodeToString(raw) != text {
				return false
			}
		}
	}
	return true
}

// stored is a log in memory, the hashes as x/mod numbers them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, i := range indexes {
		hashes = append(hashes, s[i])
	}
	return hashes, nil
}

const size = 1025

// writeOwn makes a log of our own with notes and proofs.
func writeOwn(path string) error {
	skey, vkey, err := note.GenerateKey(rand.Reader, "go.example/log")
	fatal(err)
	signer, err := note.NewSigner(skey)
	fatal(err)
	out := file{Key: vkey, Origin: "go.example/log"}
	var hashes stored
	var leaves, roots []tlog.Hash
	roots = append(roots, tlog.Hash{})
	for i := int64(0); i < size; i++ {
		record := []byte(fmt.Sprintf("record %d", i))
		more, err := tlog.StoredHashes(i, record, hashes)
		fatal(err)
		hashes = append(hashes, more...)
		leaves = append(leaves, tlog.RecordHash(record))
		root, err := tlog.TreeHash(i+1, hashes)
		fatal(err)
		roots = append(roots, root)
	}
	for n := int64(1); n <= size; n++ {
		step := int64(1)
		if n > 70 {
			if n%191 != 130 { // 130, 321 and so on to 1,025 below
				continue
			}
			step = 7
		}
		fatal(out.add(n, step, hashes, leaves, roots, signer))
	}
	fatal(out.add(size, 1, hashes, leaves, roots, signer))
	data, err := json.Marshal(out)
	fatal(err)
	return os.WriteFile(path, data, 0o644)
}

func (f *file) add(n, step int64, hashes stored, leaves, roots []tlog.Hash, signer note.Signer) error {
	text := fmt.Sprintf("%s\n%d\n%s\n", f.Origin, n, roots[n])
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	f.Heads = append(f.Heads, head{n, string(signed)})
	for i := int64(0); i < n; i += step {
		path, err := tlog.ProveRecord(n, i, hashes)
		if err != nil {
			return err
		}
		f.Inclusion = append(f.Inclusion, inclusion{i, n, leaves[i], roots[n], path, true})
		proof, err := tlog.ProveTree(n, i+1, hashes)
		if err != nil {
			return err
		}
		f.Consistency = append(f.Consistency, consistency{i + 1, n, roots[i+1], roots[n], proof, true})
	}
	return nil
}
