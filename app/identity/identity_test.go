package identity_test

import (
	"os"
	"strings"
	"testing"

	"quoth/app/identity"
)

func TestPackagesCarryTheIdentityOfTheProgram(t *testing.T) {
	b, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if want := `ID = "` + identity.Program + `"`; !strings.Contains(string(b), "\n"+want+"\n") {
		t.Errorf("FyneApp.toml has no line %s", want)
	}
}
