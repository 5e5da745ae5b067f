package catalog

import (
	"strconv"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// State tells what a fact is able to say. Unknown is not no: each state has words of its own wherever a fact is shown.
type State string

const (
	Known         State = ""          // the value holds
	Partial       State = "partial"   // the value holds within a scope
	Unknown       State = "unknown"   // somebody looked and could not tell
	Unchecked     State = "unchecked" // nobody looked yet
	NotApplicable State = "n/a"       // the question does not arise, for a reason
)

// Fact is what was found about one entry in one field, with its receipt: version, sources, day and method.
type Fact struct {
	Entry     *Entry
	Field     *Field
	State     State
	Value     Value // of a known or partial fact
	Scope     string
	Note      string
	Reason    string // why the field does not apply
	AppliesTo string
	Checked   content.Date
	Method    string // documented, source, measured or editorial
	Citations []Citation
	Disputes  []Dispute     // other values, of sources that disagree
	Waived    string        // why it may be older than twice its field's days
	Looked    []Citation    // where was looked in vain
	Origin    *Entry        // the entry from which the fact was taken; nil for one of its own
	Pos       diag.Position // of its key in facts.yaml
}

// Dispute is another value for a fact, with the sources that give it. Both are kept, and readers see that they disagree.
type Dispute struct {
	Value     Value
	Citations []Citation
}

// Due gives the day on which the fact wants reading again, or no day when its field names no days.
func (f *Fact) Due() content.Date {
	if f.Field.TTLDays == 0 || f.Checked.IsZero() {
		return content.Date{}
	}
	return f.Checked.AddDays(f.Field.TTLDays)
}

// Answered tells whether the fact has a value.
func (f *Fact) Answered() bool { return f.State == Known || f.State == Partial }

// Words gives the fact's value, or its state, as plain text: what every table, feed and data file says.
func (f *Fact) Words() string {
	switch f.State {
	case Unknown:
		return "Unknown"
	case Unchecked:
		return "Not checked yet"
	case NotApplicable:
		return "Does not apply"
	}
	return f.Value.Words()
}

// Items gives the value as a list of texts for programs: ids of words, items of a list, lines of commands, or the one value
// that there is. It is empty without a value.
func (f *Fact) Items() []string {
	items := []string{}
	switch v := f.Value; {
	case !f.Answered():
	case v.Terms != nil:
		for _, term := range v.Terms {
			items = append(items, term.ID)
		}
	case v.Type == "list" || v.Type == "commands":
		items = append(items, v.Items...)
	case v.Type == "releases":
		for _, line := range v.Releases {
			items = append(items, line.Line)
		}
	case v.Type == "date":
		items = append(items, v.Date.String())
	case v.Type == "bool":
		items = append(items, strconv.FormatBool(v.Bool))
	default:
		items = append(items, v.Text)
	}
	return items
}

// Same tells whether two facts of a field say the same. Facts without a value are never the same.
func (f *Fact) Same(g *Fact) bool {
	return f.Answered() && g.Answered() && f.Words() == g.Words() && f.Scope == g.Scope
}

// MethodWords tells how the fact was found.
func (f *Fact) MethodWords() string {
	switch f.Method {
	case "source":
		return "read in the source code"
	case "measured":
		return "counted or measured"
	case "editorial":
		return "the editors' judgement"
	}
	return "read in the documentation"
}

// writtenFact is a fact as it stands in facts.yaml.
type writtenFact struct {
	Value     *content.Node `key:"value" doc:"The value, of the field's type."`
	State     string        `key:"state" allowed:"partial unknown unchecked n/a" doc:"What the fact is able to say, when it is not simply its value."`
	Scope     string        `key:"scope" doc:"Within what the value holds; makes the fact partial."`
	Note      string        `key:"note" doc:"One short sentence beside the value."`
	AppliesTo string        `key:"applies_to" doc:"The version for which it holds, if not that of the file."`
	Checked   content.Date  `key:"checked" doc:"The day on which it was checked, if not that of the file."`
	Method    string        `key:"method" allowed:"documented source measured editorial" doc:"How it was found; documented when left out."`
	Citations []Citation    `key:"sources" doc:"Where it stands: ids, or id and the words that support it."`
	Disputed  []struct {
		Value     *content.Node `key:"value,required"`
		Citations []Citation    `key:"sources,required"`
	} `key:"disputed" doc:"Other values, each with the sources that give it."`
	Waived   string     `key:"waived" doc:"Why the fact may be older than twice its field's days."`
	Looked   []Citation `key:"looked" doc:"Where was looked in vain, for an unknown fact."`
	Reason   string     `key:"reason" doc:"Why the field does not apply, for n/a."`
	Inherits string     `key:"inherits" doc:"The entry whose fact this is, because this one is built on it."`
}

// addFact decodes one fact and keeps it if it is sound.
func (c *Catalog) addFact(entry *Entry, field *Field, node *content.Node, at diag.Position, inherited map[*Fact]writtenFact, list *diag.List) {
	var written writtenFact
	before := len(*list)
	node.Decode(&written, list)
	decoded := len(*list) == before
	fact := &Fact{Entry: entry, Field: field, State: State(written.State), Scope: written.Scope, Note: written.Note,
		Reason: written.Reason, AppliesTo: written.AppliesTo, Checked: written.Checked, Method: written.Method,
		Citations: c.cite(written.Citations, list), Waived: written.Waived, Looked: c.cite(written.Looked, list), Pos: at}
	fact.fillIn()
	if fact.State == Known && fact.Scope != "" {
		fact.State = Partial
	}
	if fact.Checked.IsZero() && fact.State != Unchecked {
		list.Add(at, diag.FactDate, "add checked: to the file or to the fact", "the fact %s has no day on which it was checked", field.ID)
	}
	if rule, hint, message := written.contradiction(fact); message != "" {
		if decoded { // a key that could not be read is no key that is missing
			list.Add(at, rule, hint, "the fact %s %s", field.ID, message)
		}
	} else if written.Inherits != "" {
		inherited[fact] = written
	} else if written.Value != nil {
		fact.Value = field.parse(written.Value, list)
		c.addDisputes(fact, &written, list)
	}
	if len(*list) == before {
		entry.facts[field.ID] = fact
	} else {
		entry.facts[field.ID] = &Fact{Entry: entry, Field: field, State: Unchecked, Pos: at} // shown as not checked until mended
	}
}

func (c *Catalog) addDisputes(fact *Fact, written *writtenFact, list *diag.List) {
	for _, other := range written.Disputed {
		if other.Value != nil {
			fact.Disputes = append(fact.Disputes, Dispute{fact.Field.parse(other.Value, list), c.cite(other.Citations, list)})
		}
	}
}

func (f *Fact) fillIn() {
	if f.AppliesTo == "" {
		f.AppliesTo = f.Entry.AppliesTo
	}
	if f.Checked.IsZero() {
		f.Checked = f.Entry.Checked
	}
	if f.Method == "" {
		f.Method = "documented"
	}
}

// contradiction tells which keys of a fact do not go together, or nothing. The message continues "the fact x ...".
func (w *writtenFact) contradiction(fact *Fact) (rule diag.Rule, hint, message string) {
	hasValue := w.Value != nil && !w.Value.Null()
	switch {
	case w.Inherits != "" && (hasValue || w.State != "" || len(w.Disputed) > 0):
		return diag.FactState, "remove value, state and disputed", "is inherited and has a value, state or dispute of its own"
	case w.Inherits != "":
		return rule, "", ""
	case fact.Answered() && !hasValue:
		return diag.FactState, "add value:, or state: unknown with looked:", "has neither a value nor a state"
	case !fact.Answered() && hasValue:
		return diag.FactState, "remove one of the two", "has a value and is " + w.State
	case w.State == "partial" && w.Scope == "":
		return diag.FactState, "say within what it holds: scope: ...", "is partial without a scope"
	case fact.State == NotApplicable && w.Reason == "":
		return diag.FactState, "say why: reason: ...", "does not apply without a reason"
	case fact.State == Unknown && len(w.Looked) == 0:
		return diag.FactState, "name the sources that were read in vain: looked: [...]", "is unknown, and nothing says where was looked"
	case len(w.Disputed) > 0 && !hasValue:
		return diag.FactState, "give it the value that has the better source", "is disputed and has no value of its own"
	case fact.Method == "editorial" && w.Note == "" && fact.Field.Type != "text": // a text is the judgement itself
		return diag.FactState, "say why you judge so: note: ...", "is the editors' judgement without a reason"
	case hasValue && len(w.Citations) == 0:
		return diag.FactSource, "cite one: sources: [...]", "has a value without a source"
	}
	return rule, "", ""
}

// inherit fills a fact from the entry that it names, following chains to their end.
func (c *Catalog) inherit(fact *Fact, written writtenFact, inherited map[*Fact]writtenFact, list *diag.List) {
	fact.State = Unchecked // until something is found
	origin := fact.Entry
	for range len(c.Entries) + 1 {
		parent := c.Entry(written.Inherits)
		if parent == nil {
			list.Add(fact.Pos, diag.FactInherits, content.DidYouMean(written.Inherits, c.EntryIDs()), "the fact %s is inherited from %q, which is no entry", fact.Field.ID, written.Inherits)
			return
		}
		source := parent.Fact(fact.Field)
		if parent.facts[fact.Field.ID] == nil {
			list.Add(fact.Pos, diag.FactInherits, "add it there, or write the fact here", "the fact %s is inherited from %s, which has none", fact.Field.ID, parent.ID)
			return
		}
		next, chained := inherited[source]
		if !chained {
			fact.take(source)
			return
		}
		origin, written = parent, next
	}
	list.Add(fact.Pos, diag.FactInherits, "give one of them a value", "the fact %s is inherited in a circle through %s", fact.Field.ID, origin.ID)
}

// take copies what another entry's fact says, and keeps the fact's own note and sources.
func (f *Fact) take(source *Fact) {
	f.State, f.Value, f.Scope, f.Reason, f.Origin = source.State, source.Value, source.Scope, source.Reason, source.Entry
	f.AppliesTo, f.Checked, f.Method, f.Looked, f.Disputes = source.AppliesTo, source.Checked, source.Method, source.Looked, source.Disputes
	f.Citations = append(f.Citations, source.Citations...)
	if f.Note == "" {
		f.Note = source.Note
	}
}
