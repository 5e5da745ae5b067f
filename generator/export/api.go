package export

import (
	"maps"
	"slices"
	"strings"

	"touchstone/generator/catalog"
)

// The types of the API. A key has one type and no other: what there is nothing to say of is left out.

// Entry is one of the things compared, without its facts.
type Entry struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	AppliesTo string   `json:"applies_to" doc:"The version for which the facts hold unless they say otherwise."`
	Groups    []string `json:"groups" doc:"Ids of the groups that it is in."`
	Coverage  Coverage `json:"coverage"`
	Checked   string   `json:"checked" format:"date" doc:"The newest day on which one of its facts was checked."`
	Oldest    string   `json:"oldest_check" format:"date" doc:"The day on which the oldest of its facts was checked."`
	Page      string   `json:"page,omitempty" format:"uri"`
	Facts     string   `json:"facts" format:"uri" doc:"The file with its facts."`
}

// Coverage counts facts.
type Coverage struct {
	Answered int `json:"answered" doc:"Facts with a value."`
	All      int `json:"all" doc:"Facts that could have one."`
}

// EntryFacts is an entry with its facts.
type EntryFacts struct {
	Entry Entry  `json:"entry"`
	Facts []Fact `json:"facts"`
}

// Fact is what was found about an entry in a field.
type Fact struct {
	Field     string    `json:"field" doc:"The field's id."`
	State     string    `json:"state" enum:"known partial unknown unchecked n/a"`
	Words     string    `json:"words" doc:"The value, or the state, in words, as on the page."`
	Items     []string  `json:"items" doc:"The ids of the words of a vocabulary, the items of a list or the lines of commands; one item for any other single value; none without a value."`
	Number    *float64  `json:"number,omitempty" doc:"The value of a number."`
	Date      string    `json:"date,omitempty" format:"date" doc:"The value of a date."`
	IsTrue    *bool     `json:"is_true,omitempty" doc:"The value of a yes-or-no field."`
	Releases  []Release `json:"releases,omitempty" doc:"The value of a field with release lines."`
	Scope     string    `json:"scope,omitempty" doc:"Within what a partial value holds."`
	Note      string    `json:"note,omitempty"`
	Reason    string    `json:"reason,omitempty" doc:"Why the field does not apply."`
	AppliesTo string    `json:"applies_to,omitempty"`
	Checked   string    `json:"checked,omitempty" format:"date"`
	Due       string    `json:"due,omitempty" format:"date" doc:"The day after which the fact wants reading again."`
	Method    string    `json:"method,omitempty" enum:"documented source measured editorial"`
	Inherited string    `json:"inherited_from,omitempty" doc:"The entry from which the fact is taken over."`
	Sources   []Cited   `json:"sources"`
	Looked    []Cited   `json:"looked" doc:"Where was looked in vain."`
	Disputes  []Dispute `json:"disputes" doc:"Other values, of sources that disagree."`
	Page      string    `json:"page,omitempty" format:"uri" doc:"The fact's own address."`
	File      string    `json:"file,omitempty" format:"uri" doc:"The line on which it is written, to correct it."`
}

// Release is a line of releases with the days on which its support ends.
type Release struct {
	Line          string   `json:"line"`
	Released      string   `json:"released,omitempty" format:"date"`
	ActiveUntil   string   `json:"active_until,omitempty" format:"date"`
	SecurityUntil string   `json:"security_until,omitempty" format:"date"`
	PaidUntil     string   `json:"paid_until,omitempty" format:"date"`
	Estimated     []string `json:"estimated" doc:"Which of the days are not final."`
}

// Cited is a source with the words that support a fact.
type Cited struct {
	Source string `json:"source" doc:"The source's id."`
	Says   string `json:"says,omitempty"`
}

// Dispute is another value.
type Dispute struct {
	Words   string  `json:"words"`
	Sources []Cited `json:"sources"`
}

// Field is one thing that is said about every entry.
type Field struct {
	ID         string `json:"id"`
	Group      string `json:"group"`
	Label      string `json:"label"`
	Type       string `json:"type" enum:"enum list string text url date number bool version range releases commands"`
	Vocabulary string `json:"vocabulary,omitempty"`
	Unit       string `json:"unit,omitempty"`
	TTLDays    int    `json:"ttl_days" doc:"After how many days a fact wants reading again; 0 for never."`
	Why        string `json:"why"`
}

// Vocabulary is a closed list of words.
type Vocabulary struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	IsOrdered bool   `json:"is_ordered" doc:"The terms run from the most to the least."`
	Terms     []Term `json:"terms"`
}

// Term is a word of a vocabulary.
type Term struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Meaning string `json:"meaning"`
}

// Source is a document that was read.
type Source struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Publisher   string `json:"publisher"`
	Kind        string `json:"kind"`
	IsFirstHand bool   `json:"is_first_hand"`
	URL         string `json:"url" format:"uri"`
	Dated       string `json:"dated,omitempty" format:"date"`
	Read        string `json:"read" format:"date"`
}

// Claim says that somebody uses an entry.
type Claim struct {
	ID       string  `json:"id"`
	Entry    string  `json:"entry"`
	Company  string  `json:"company"`
	Claim    string  `json:"claim"`
	Verdict  string  `json:"verdict" enum:"confirmed unconfirmed moved-away contradicted"`
	IsListed bool    `json:"is_listed" doc:"The list that the guide started from makes this claim."`
	Dated    string  `json:"dated,omitempty" format:"date" doc:"The date of the evidence."`
	Checked  string  `json:"checked" format:"date"`
	Note     string  `json:"note"`
	Sources  []Cited `json:"sources"`
}

// Group holds the entries with one value of the field that groups them.
type Group struct {
	ID       string    `json:"id"`
	Label    string    `json:"label"`
	Entries  []string  `json:"entries"`
	Runtimes []Runtime `json:"runtimes"`
	Page     string    `json:"page,omitempty" format:"uri"`
}

// Runtime is what the entries of a group run on.
type Runtime struct {
	ID       string    `json:"id"`
	Label    string    `json:"label"`
	Note     string    `json:"note,omitempty"`
	Checked  string    `json:"checked" format:"date"`
	Releases []Release `json:"releases"`
	Sources  []Cited   `json:"sources"`
}

// Suite is one test of a named benchmark suite.
type Suite struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Publisher string        `json:"publisher"`
	State     string        `json:"state" doc:"Whether the suite is still run."`
	Hardware  string        `json:"hardware"`
	Test      string        `json:"test"`
	Unit      string        `json:"unit"`
	Date      string        `json:"date" format:"date" doc:"The day of the run."`
	Missing   string        `json:"missing,omitempty" doc:"For which entries there is no row."`
	Caveat    string        `json:"caveat" doc:"What the numbers do not say."`
	Rows      []Measurement `json:"rows"`
	Sources   []Cited       `json:"sources"`
}

// Measurement is a row of a suite.
type Measurement struct {
	Entry   string  `json:"entry"`
	Version string  `json:"version"`
	Value   float64 `json:"value"`
	Variant string  `json:"variant,omitempty" doc:"What exactly ran."`
	Note    string  `json:"note,omitempty"`
}

// each converts a list; an empty one stays a list.
func each[A, B any](list []A, convert func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = convert(a)
	}
	return out
}

func (e *Exporter) entries() []Entry { return each(e.catalog.Entries, e.head) }

func (e *Exporter) head(entry *catalog.Entry) Entry {
	coverage := entry.Coverage(e.catalog.Fields())
	return Entry{ID: entry.ID, Name: entry.Name, AppliesTo: entry.AppliesTo, Coverage: Coverage(coverage),
		Groups:  each(e.catalog.GroupsOf(entry), func(g *catalog.Group) string { return g.Term.ID }),
		Checked: entry.NewestCheck().String(), Oldest: entry.OldestCheck().String(), Page: e.at.Entry(entry),
		Facts: e.at.API(EntryPath(e.settings, entry)[1:])}
}

func (e *Exporter) entry(entry *catalog.Entry) EntryFacts {
	return EntryFacts{e.head(entry), each(e.catalog.Fields(), func(f *catalog.Field) Fact { return e.fact(entry.Fact(f)) })}
}

func (e *Exporter) fact(f *catalog.Fact) Fact {
	fact := Fact{Field: f.Field.ID, State: "known", Words: f.Words(), Items: f.Items(), Scope: f.Scope, Note: f.Note, Reason: f.Reason,
		AppliesTo: f.AppliesTo, Checked: f.Checked.String(), Due: f.Due().String(), Method: f.Method, Sources: each(f.Citations, cited),
		Looked: each(f.Looked, cited), Page: e.at.Fact(f), File: e.at.Line(f.Pos),
		Disputes: each(f.Disputes, func(d catalog.Dispute) Dispute { return Dispute{d.Value.Words(), each(d.Citations, cited)} })}
	if f.State != catalog.Known {
		fact.State = string(f.State)
	}
	if f.Origin != nil {
		fact.Inherited = f.Origin.ID
	}
	if f.Answered() {
		fact.typed(f.Value)
	}
	return fact
}

// typed fills in the member for the value's type.
func (f *Fact) typed(value catalog.Value) {
	switch value.Type {
	case "number":
		f.Number = &value.Number
	case "date":
		f.Date = value.Date.String()
	case "bool":
		f.IsTrue = &value.Bool
	case "releases":
		f.Releases = each(value.Releases, release)
	}
}

func release(line catalog.ReleaseLine) Release {
	return Release{line.Line, line.Released.String(), line.ActiveUntil.String(), line.SecurityUntil.String(), line.PaidUntil.String(),
		each(line.Estimated, func(day string) string { return day })}
}

func cited(c catalog.Citation) Cited { return Cited{c.Source.ID, c.Says} }

func (e *Exporter) fields() []Field {
	return each(e.catalog.Fields(), func(f *catalog.Field) Field {
		return Field{f.ID, f.Group, f.Label, f.Type, f.Vocabulary, f.Unit, f.TTLDays, f.Why}
	})
}

func (e *Exporter) vocabularies() []Vocabulary {
	byID := func(a, b *catalog.Vocabulary) int { return strings.Compare(a.ID, b.ID) }
	return each(slices.SortedFunc(maps.Values(e.catalog.Vocabularies), byID), func(v *catalog.Vocabulary) Vocabulary {
		return Vocabulary{v.ID, v.Label, v.Ordered, each(v.Terms, func(t catalog.Term) Term { return Term{t.ID, t.Label, t.Meaning} })}
	})
}

func (e *Exporter) sources() []Source {
	byID := func(a, b *catalog.Source) int { return strings.Compare(a.ID, b.ID) }
	return each(slices.SortedFunc(maps.Values(e.catalog.Sources), byID), func(s *catalog.Source) Source {
		return Source{s.ID, s.Title, s.Publisher, s.Kind, s.FirstHand(), s.URL, s.Dated.String(), s.Read.String()}
	})
}

func (e *Exporter) claims() []Claim {
	return each(e.catalog.Claims, func(c *catalog.Claim) Claim {
		return Claim{c.ID, c.EntryID, c.Company, c.Statement, string(c.Verdict), c.Listed, c.Dated.String(), c.Checked.String(), c.Note, each(c.Citations, cited)}
	})
}

func (e *Exporter) groups() []Group {
	return each(e.catalog.Groups, func(g *catalog.Group) Group {
		runtimes := slices.DeleteFunc(slices.Clone(e.catalog.Runtimes), func(r *catalog.Runtime) bool { return !slices.Contains(r.Groups, g.Term.ID) })
		return Group{g.Term.ID, g.Term.Label, each(g.Entries, func(e *catalog.Entry) string { return e.ID }), each(runtimes, runtime), e.at.Group(g)}
	})
}

func runtime(r *catalog.Runtime) Runtime {
	return Runtime{r.ID, r.Label, r.Note, r.Checked.String(), each(r.Releases, release), each(r.Citations, cited)}
}

func (e *Exporter) suites() []Suite {
	return each(e.catalog.Suites, func(s *catalog.Suite) Suite {
		rows := each(s.Rows, func(m catalog.Measurement) Measurement {
			return Measurement{m.EntryID, m.Version, m.Value, m.Variant, m.Note}
		})
		return Suite{s.ID, s.Name, s.Publisher, s.State, s.Hardware, s.Test, s.Unit, s.Date.String(), s.Missing, s.Caveat, rows, each(s.Citations, cited)}
	})
}
