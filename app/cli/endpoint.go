package cli

import (
	"os"

	"github.com/spf13/pflag"

	"quoth/app/annotators"
)

// endpointFlags say which language model is asked, and how.
type endpointFlags struct{ address, model, prompt string }

func (x *endpointFlags) flags(f *pflag.FlagSet) {
	f.StringVar(&x.address, "endpoint", "", "ask the model behind this `ADDRESS`, which speaks the OpenAI chat protocol; the key is in QUOTH_KEY or the system's keyring")
	f.StringVar(&x.model, "model", "", "the `NAME` of the model")
	f.StringVar(&x.prompt, "prompt", "", "a `FILE` with the prompt, instead of the built-in one")
}

// fill says in o which model is meant and with which prompt, and returns the key for it.
func (x *endpointFlags) fill(o *annotators.Outside) (key string, err error) {
	if x.address == "" {
		return "", nil
	}
	if x.model == "" {
		return "", usagef("name the model: --model NAME")
	}
	o.Address, o.Model = x.address, x.model
	if key = os.Getenv("QUOTH_KEY"); key == "" {
		key = annotators.KeyOf(x.address)
	}
	if x.prompt != "" {
		text, err := os.ReadFile(x.prompt)
		if err != nil {
			return "", readable(err)
		}
		o.Prompt = string(text)
	}
	return key, nil
}
