package catalog

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Value is what a fact says, in the form that its field's type asks for; the other members are empty.
type Value struct {
	Type     string        // the field's type
	Text     string        // string, text, url, version and range; number as written
	Terms    []*Term       // enum, and list with a vocabulary
	Items    []string      // list without a vocabulary; commands, a line each
	Number   float64       // number
	Unit     string        // number
	Bool     bool          // bool
	Date     content.Date  // date
	Releases []ReleaseLine // releases
}

// ReleaseLine is a line of versions with the days on which its support ends. A day that is not published is no day.
type ReleaseLine struct {
	Line          string       `key:"line,required" doc:"The line's name, such as 5.2."`
	Released      content.Date `key:"released" doc:"The day of its first release."`
	ActiveUntil   content.Date `key:"active_until" doc:"The day on which fixes of ordinary faults end."`
	SecurityUntil content.Date `key:"security_until" doc:"The day on which security fixes end."`
	PaidUntil     content.Date `key:"paid_until" doc:"The day on which paid support ends."`
	Estimated     []string     `key:"estimated" allowed:"released active_until security_until paid_until" doc:"Which of the days are not final."`
	Pos           diag.Position
}

// IsEstimate tells whether one of the line's days, by its key, is not final.
func (r ReleaseLine) IsEstimate(key string) bool { return slices.Contains(r.Estimated, key) }

// Words gives the value as plain text.
func (v Value) Words() string {
	switch v.Type {
	case "enum", "list":
		return strings.Join(v.Labels(), ", ")
	case "commands":
		return strings.Join(v.Items, "\n")
	case "date":
		return v.Date.Long()
	case "bool":
		if v.Bool {
			return "Yes"
		}
		return "No"
	case "number":
		return strings.TrimSpace(v.Text + " " + v.Unit)
	case "releases":
		return strings.Join(v.releaseWords(), "; ")
	}
	return v.Text
}

// Labels gives the words of an enum or a list, one by one.
func (v Value) Labels() []string {
	if v.Terms == nil {
		return v.Items
	}
	labels := make([]string, len(v.Terms))
	for i, term := range v.Terms {
		labels[i] = term.Label
	}
	return labels
}

func (v Value) releaseWords() []string {
	words := make([]string, len(v.Releases))
	for i, line := range v.Releases {
		words[i] = line.Line
		if !line.SecurityUntil.IsZero() {
			words[i] += " until " + line.SecurityUntil.Long()
		}
	}
	return words
}

// parse reads a value of the field's type; what is wrong is in the list.
func (f *Field) parse(n *content.Node, list *diag.List) Value {
	v := Value{Type: f.Type, Unit: f.Unit}
	switch f.Type {
	case "enum":
		v.Terms = f.terms([]*content.Node{n}, list)
	case "list", "commands":
		f.parseList(n, &v, list)
	case "date":
		v.Date = decodeOne[content.Date](n, list)
	case "bool":
		v.Bool = decodeOne[bool](n, list)
	case "releases":
		v.Releases = decodeOne[[]ReleaseLine](n, list)
		checkReleases(v.Releases, list)
	default:
		f.parseText(n, &v, list)
	}
	return v
}

// decodeOne decodes a value that is not a mapping by way of one that is.
func decodeOne[T any](n *content.Node, list *diag.List) T {
	var box struct {
		Value T `key:"value"`
	}
	wrapped := &content.Node{Kind: content.Mapping, Pos: n.Pos, Keys: []*content.Node{{Text: "value", Pos: n.Pos}}, Items: []*content.Node{n}}
	wrapped.Decode(&box, list)
	return box.Value
}

func (f *Field) parseText(n *content.Node, v *Value, list *diag.List) {
	v.Text = decodeOne[string](n, list)
	switch f.Type {
	case "url":
		if !webAddress(v.Text) {
			list.Add(n.Pos, diag.FactValue, "write the whole address, with https://", "%q is not a web address", v.Text)
		}
	case "number":
		number, err := strconv.ParseFloat(v.Text, 64)
		if err != nil || math.IsNaN(number) || math.IsInf(number, 0) || number < 0 {
			list.Add(n.Pos, diag.FactValue, "what is not known has state: unknown, not a number", "%q is not a number from 0 upwards", v.Text)
		}
		v.Number = number
		if number == 1 && f.UnitOne != "" {
			v.Unit = f.UnitOne
		}
	}
}

func (f *Field) parseList(n *content.Node, v *Value, list *diag.List) {
	if f.vocabulary == nil {
		v.Items = decodeOne[[]string](n, list)
		return
	}
	if n.Kind != content.Sequence {
		list.Add(n.Pos, diag.ValueType, "write it as [a, b]", "the field %s wants a list", f.ID)
		return
	}
	v.Terms = f.terms(n.Items, list)
}

func (f *Field) terms(nodes []*content.Node, list *diag.List) []*Term {
	var terms []*Term
	for _, n := range nodes {
		word := decodeOne[string](n, list)
		if f.vocabulary == nil || n.Kind != content.Scalar {
			continue // reported already
		}
		term := f.vocabulary.Term(word)
		if term == nil {
			list.Add(n.Pos, diag.FactValue, content.DidYouMean(word, f.vocabulary.termIDs()), "%q is not a word of the vocabulary %s", word, f.vocabulary.ID)
			continue
		}
		terms = append(terms, term)
	}
	return terms
}

// longestSupport is the number of years beyond which the end of a line's support is taken for a slip.
const longestSupport = 15

// checkReleases reports a line whose support ends out of order, or unbelievably late.
func checkReleases(lines []ReleaseLine, list *diag.List) {
	for _, line := range lines {
		last := content.Date{}
		for _, day := range []content.Date{line.Released, line.ActiveUntil, line.SecurityUntil, line.PaidUntil} {
			if day.IsZero() {
				continue
			}
			if day.Compare(last) < 0 {
				list.Add(line.Pos, diag.FactDate, "released, active_until, security_until and paid_until follow each other", "the days of the release line %s are out of order", line.Line)
				break
			}
			last = day
		}
		if far := line.Released; !far.IsZero() && (content.Date{Year: far.Year + longestSupport, Month: far.Month, Day: far.Day}).Compare(last) < 0 {
			list.Add(line.Pos, diag.FactDate, "look at the year", "the support of the release line %s ends more than %d years after its release", line.Line, longestSupport)
		}
	}
}
