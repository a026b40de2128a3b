// Writes vectors/log/public-log.json: proofs of a large public log, made by golang.org/x/mod v0.42.0.
//
// The log is the checksum database of Go modules. Its client keeps what it has verified under
// GOMODCACHE/cache/download/sumdb/NAME: signed trees, records and the tiles that it needed.
//
// Usage: go run . GOMODCACHE/cache/download/sumdb/NAME GOPATH/pkg/sumdb/NAME/latest RECORD... > public-log.json
// where RECORD is a file of a record, for example .../lookup/golang.org/x/mod@v0.42.0.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

// cache reads the tiles of the client's cache; a wider tile serves for a narrower one.
type cache struct{ dir string }

func (cache) Height() int                         { return 8 }
func (cache) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (c cache) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := c.read(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, data[:tile.W*tlog.HashSize])
	}
	return all, nil
}

func (c cache) read(tile tlog.Tile) ([]byte, error) {
	full := tile
	full.W = 1 << tile.H
	path := filepath.Join(c.dir, full.Path())
	if data, err := os.ReadFile(path); err == nil {
		return data, nil
	}
	partial, _ := filepath.Glob(path + ".p/*")
	for _, file := range partial {
		if data, err := os.ReadFile(file); err == nil && len(data) >= tile.W*tlog.HashSize {
			return data, nil
		}
	}
	return nil, fmt.Errorf("no tile %s", tile.Path())
}

type vector struct {
	Index       int64       `json:"index"`
	Entry       string      `json:"entry"`
	Path        []tlog.Hash `json:"path"`
	Older       string      `json:"olderCheckpoint"`
	Consistency []tlog.Hash `json:"consistency"`
}

func main() {
	latest, tree := open(read(os.Args[2]))
	hashes := tlog.TileHashReader(tree, cache{os.Args[1]})
	var vectors []vector
	for _, file := range os.Args[3:] {
		index, entry, rest, err := tlog.ParseRecord(read(file))
		check(err)
		older, oldTree := open(rest)
		path, err := tlog.ProveRecord(tree.N, index, hashes)
		check(err)
		check(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
		consistency, err := tlog.ProveTree(tree.N, oldTree.N, hashes)
		check(err)
		check(tlog.CheckTree(consistency, tree.N, tree.Hash, oldTree.N, oldTree.Hash))
		vectors = append(vectors, vector{index, string(entry), path, older, consistency})
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	check(out.Encode(map[string]any{
		"source":     "golang.org/x/mod v0.42.0 over the client's cache of a public log, 2026-11-24; src/testkit/scripts/public-log",
		"key":        key,
		"checkpoint": latest,
		"vectors":    vectors,
	}))
}

func open(data []byte) (string, tlog.Tree) {
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	check(err)
	tree, err := tlog.ParseTree([]byte(opened.Text))
	check(err)
	return string(data), tree
}

func read(file string) []byte {
	data, err := os.ReadFile(file)
	check(err)
	return data
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
