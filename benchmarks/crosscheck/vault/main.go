// The Transit engine of Vault itself behind the smallest HTTP front that serves it, for the
// integration tests: real keys, versions and ciphertexts, in memory. Not Vault's own server: policies,
// seals and namespaces are not here.
//
// usage: transit-engine TOKEN    prints the address, serves until its input ends
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	log "github.com/hashicorp/go-hclog"
	"github.com/hashicorp/vault/builtin/logical/transit"
	"github.com/hashicorp/vault/sdk/logical"
)

const mount = "/v1/transit/"

func main() {
	token := os.Args[1]
	storage := &logical.InmemStorage{}
	engine, err := transit.Factory(context.Background(), &logical.BackendConfig{
		StorageView: storage,
		System:      &logical.StaticSystemView{},
		Logger:      log.NewNullLogger(),
	})
	if err != nil {
		fail(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail(err)
	}
	go func() {
		fail(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			status, data := answer(engine, storage, token, r)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(data)
		})))
	}()
	fmt.Println("http://" + listener.Addr().String())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func answer(engine logical.Backend, storage logical.Storage, token string, r *http.Request) (int, any) {
	errors := func(text string) any { return map[string]any{"errors": []string{text}} }
	if r.Header.Get("X-Vault-Token") != token {
		return http.StatusForbidden, errors("permission denied")
	}
	if !strings.HasPrefix(r.URL.Path, mount) {
		return http.StatusNotFound, errors("no handler for route")
	}
	request := &logical.Request{
		Operation: logical.ReadOperation,
		Path:      strings.TrimPrefix(r.URL.Path, mount),
		Storage:   storage,
	}
	if r.Method == http.MethodPost {
		request.Operation = logical.UpdateOperation
		decoder := json.NewDecoder(r.Body)
		decoder.UseNumber()
		if err := decoder.Decode(&request.Data); err != nil {
			return http.StatusBadRequest, errors("no JSON")
		}
	}
	response, err := engine.HandleRequest(r.Context(), request)
	// as Vault's http package does
	status, shown := logical.RespondErrorCommon(request, response, err)
	if status != 0 {
		return status, errors(fmt.Sprint(shown))
	}
	if response == nil {
		return http.StatusNoContent, nil
	}
	return http.StatusOK, map[string]any{"request_id": "r", "lease_duration": 0, "data": response.Data}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
