package diag

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// tricky is a list with what forms of output have to escape.
func tricky() List {
	var list List
	list.Add(Position{"content/a b%ü,:.md", 3, 7}, LinkBroken, "did you mean \"x\"?\nor not: 100%", "there is no %s", "<b>\r\n::error::& \"quoted\"")
	list.Add(Position{File: "content/site.yaml"}, SourceUnused, "", "nothing cites the source x")
	list.Add(Position{File: "content/b.md", Line: 2}, FileEncoding, "", "x")
	return list
}

func print(t *testing.T, format string, list List) string {
	t.Helper()
	var out bytes.Buffer
	if err := Print(&out, format, list); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestText(t *testing.T) {
	t.Parallel()
	const want = "content/a b%ü,:.md:3:7: error: there is no <b>\r\n::error::& \"quoted\" [link-broken]\n    hint: did you mean \"x\"?\nor not: 100%\n" +
		"content/site.yaml: warning: nothing cites the source x [source-unused]\ncontent/b.md:2: error: x [file-encoding]\n"
	if got := print(t, "text", tricky()); got != want {
		t.Errorf("printed\n%s", got)
	}
}

// Each diagnostic is one line of the log, whatever stands in it, and no text of a writer is a command or a property.
func TestGitHub(t *testing.T) {
	t.Parallel()
	const want = "::error file=content/a b%25ü%2C%3A.md,line=3,col=7,title=link-broken::there is no <b>%0D%0A::error::& \"quoted\"%0Adid you mean \"x\"?%0Aor not: 100%25\n" +
		"::warning file=content/site.yaml,line=1,col=1,title=source-unused::nothing cites the source x\n" +
		"::error file=content/b.md,line=2,col=1,title=file-encoding::x\n"
	if got := print(t, "github", tricky()); got != want {
		t.Errorf("printed\n%s", got)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	if got := print(t, "json", nil); got != "[]\n" {
		t.Errorf("an empty list is %s", got)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(print(t, "json", tricky())), &got); err != nil {
		t.Fatal(err)
	}
	for i, d := range tricky() {
		line, _ := got[i]["line"].(float64)
		if got[i]["file"] != d.Pos.File || int(line) != d.Pos.Line || got[i]["message"] != d.Message || got[i]["rule"] != d.Rule.ID || got[i]["severity"] != d.Rule.Severity.String() {
			t.Errorf("%v is printed as %v", d, got[i])
		}
	}
}

// What SARIF 2.1.0 requires is there: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
func TestSARIF(t *testing.T) {
	t.Parallel()
	for _, list := range []List{nil, tricky()} {
		var log struct {
			Version string
			Runs    []struct {
				Tool struct {
					Driver struct {
						Name  string
						Rules []struct{ ID string }
					}
				}
				Results *[]struct {
					RuleID, Level string
					Message       struct{ Text string }
					Locations     []struct {
						PhysicalLocation struct {
							ArtifactLocation struct{ URI string }
							Region           *struct{ StartLine, StartColumn int }
						}
					}
				}
			}
		}
		decoder := json.NewDecoder(strings.NewReader(print(t, "sarif", list)))
		if err := decoder.Decode(&log); err != nil {
			t.Fatal(err)
		}
		if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name == "" || log.Runs[0].Results == nil {
			t.Fatalf("a required property is missing: %+v", log)
		}
		results := *log.Runs[0].Results
		if len(results) != len(list) {
			t.Fatalf("%d results", len(results))
		}
		for i, result := range results {
			at := result.Locations[0].PhysicalLocation
			known := slices.ContainsFunc(log.Runs[0].Tool.Driver.Rules, func(r struct{ ID string }) bool { return r.ID == result.RuleID })
			if !known || result.Message.Text == "" || result.Level != "error" && result.Level != "warning" || at.ArtifactLocation.URI == "" {
				t.Errorf("%+v", result)
			}
			if (at.Region != nil) != (list[i].Pos.Line > 0) || at.Region != nil && at.Region.StartLine != list[i].Pos.Line {
				t.Errorf("%v stands at %+v", list[i], at.Region)
			}
		}
	}
	if !strings.Contains(print(t, "sarif", tricky()), `"uri": "content/a%20b%25%C3%BC,:.md"`) {
		t.Error("the file is no URI")
	}
}

func TestUnknownFormat(t *testing.T) {
	t.Parallel()
	if Print(&bytes.Buffer{}, "xml", nil) == nil {
		t.Error("xml is a form")
	}
	for _, format := range Formats {
		print(t, format, tricky())
	}
}

// Sorting gives one order whatever came first, and drops what is there twice.
func TestSort(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	want := tricky()
	want.Sort()
	for range 50 {
		list := append(tricky(), tricky()...)
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if list.Sort(); !slices.Equal(list, want) {
			t.Fatalf("sorted as %v", list)
		}
	}
	if failures, warnings := want.Count(); failures != 2 || warnings != 1 {
		t.Errorf("counted %d and %d", failures, warnings)
	}
}

func TestLocator(t *testing.T) {
	t.Parallel()
	text := "aé\n\n日本x"
	locator := NewLocator("f", []byte(text))
	for offset, want := range map[int]string{-1: "f:1:1", 0: "f:1:1", 1: "f:1:2", 3: "f:1:3", 4: "f:2:1", 5: "f:3:1", 8: "f:3:2", 11: "f:3:3", 12: "f:3:4", 99: "f:3:4"} {
		if got := locator.Position(offset).String(); got != want {
			t.Errorf("offset %d is %s and not %s", offset, got, want)
		}
	}
	if got := NewLocator("f", nil).Position(3).String(); got != "f:1:1" {
		t.Errorf("in an empty text it is %s", got)
	}
}

// Ids are part of the program's interface: one form, one meaning each.
func TestRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, rule := range Rules {
		if seen[rule.ID] || strings.Trim(rule.ID, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("the id %q", rule.ID)
		}
		if !strings.HasSuffix(rule.Meaning, ".") {
			t.Errorf("%s means %q", rule.ID, rule.Meaning)
		}
		seen[rule.ID] = true
	}
}
