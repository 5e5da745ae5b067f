package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"touchstone": main})
}

// TestScripts runs the scripts of generator/testdata/script: whole command lines and what comes of them. Besides the commands
// of testscript they know
//
//	exits CODE command...   runs a command that ends with an exit code
//	validjson FILE          a file, or stdout or stderr, is JSON
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "generator/testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "validjson": validJSON},
	})
}

func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits code command [argument...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("the exit code is %d", code)
	}
}

func validJSON(ts *testscript.TestScript, negated bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: validjson file")
	}
	if json.Valid([]byte(ts.ReadFile(args[0]))) == negated {
		ts.Fatalf("%s: JSON: %v", args[0], negated)
	}
}

// The theme in the binary is the project's own: what draws this guide draws any.
func TestEmbeddedTheme(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"templates/page.html", "static/css/site.css"} {
		embedded, err := theme.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if onDisk, err := os.ReadFile(name); err != nil || string(onDisk) != string(embedded) {
			t.Errorf("%s is not what is embedded: %v", name, err)
		}
	}
}
