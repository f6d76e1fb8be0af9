package cli

import (
	"os"
	"time"

	"github.com/spf13/pflag"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/app/annotators"
)

// endpointFlags say which language model is asked, and how.
type endpointFlags struct{ address, model, prompt string }

func (x *endpointFlags) flags(f *pflag.FlagSet) {
	f.StringVar(&x.address, "endpoint", "", "ask the model behind this `ADDRESS`, which speaks the OpenAI chat protocol; the key is in QUOTH_KEY or the system's keyring")
	f.StringVar(&x.model, "model", "", "the `NAME` of the model")
	f.StringVar(&x.prompt, "prompt", "", "a `FILE` with the prompt, instead of the built-in one")
}

func (x *endpointFlags) proposer(as annotate.AnnotatorID, limit time.Duration) (propose.Proposer, error) {
	if x.model == "" {
		return nil, usagef("name the model: --model NAME")
	}
	e := &annotators.Endpoint{Address: x.address, Model: x.model, Name: as, Limit: limit, Key: os.Getenv("QUOTH_KEY")}
	if as == "" {
		e.Name = annotators.NameOfModel(x.model)
	}
	if e.Key == "" {
		e.Key = annotators.KeyOf(x.address)
	}
	if x.prompt != "" {
		text, err := os.ReadFile(x.prompt)
		if err != nil {
			return nil, readable(err)
		}
		e.Prompt = string(text)
	}
	return e, nil
}
