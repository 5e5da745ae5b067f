package catalog

import (
	"cmp"
	"path"
	"slices"
	"strconv"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Suite is one test of a named benchmark suite, with the rows that it has for entries. Its numbers may be compared with each
// other and with nothing else, so they are no facts and stand in no table of them.
type Suite struct {
	ID        string        `key:"id,required" doc:"A name of its own."`
	Name      string        `key:"name,required" doc:"The suite and the test."`
	Publisher string        `key:"publisher,required" doc:"Who runs it."`
	State     string        `key:"state,required" doc:"Whether it is still run, and since when not."`
	Hardware  string        `key:"hardware,required" doc:"What it ran on, as the suite says."`
	Test      string        `key:"test,required" doc:"What one request does, and how many there are at a time."`
	Unit      string        `key:"unit,required" doc:"What the numbers count."`
	Date      content.Date  `key:"date,required" doc:"The day of the run."`
	Missing   string        `key:"missing" doc:"For which entries there is no row."`
	Caveat    string        `key:"caveat,required" doc:"What the numbers do not say."`
	Citations []Citation    `key:"sources,required" doc:"Where all of this stands."`
	Rows      []Measurement `key:"rows,required" doc:"What was measured."`
	Pos       diag.Position
}

// Measurement is a row of a suite.
type Measurement struct {
	EntryID string  `key:"entry,required" doc:"The entry that was measured."`
	Version string  `key:"version,required" doc:"Its version in that run."`
	Text    string  `key:"value,required" doc:"The number, as the source has it."`
	Variant string  `key:"variant" doc:"What exactly ran."`
	Note    string  `key:"note" doc:"One short sentence beside the number."`
	Entry   *Entry  `key:"-"`
	Value   float64 `key:"-"`
	Pos     diag.Position
}

// Rounded gives the number without decimals, in groups of three digits.
func (m Measurement) Rounded() string {
	digits := strconv.FormatFloat(m.Value, 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// PerformanceFile is the form of performance.yaml.
type PerformanceFile struct {
	Suites []Suite `key:"suites,required"`
}

func (c *Catalog) loadPerformance(tree *content.Tree, list *diag.List) {
	node := tree.Data[path.Join(content.Folder, c.Settings.Performance, "performance.yaml")]
	if c.Settings.Performance == "" || node == nil {
		return
	}
	var file PerformanceFile
	node.Decode(&file, list)
	taken := map[string]bool{}
	for i := range file.Suites {
		suite := &file.Suites[i]
		suite.Citations = c.cite(suite.Citations, list)
		for j := range suite.Rows {
			c.bindMeasurement(&suite.Rows[j], list)
		}
		suite.Rows = slices.DeleteFunc(suite.Rows, func(m Measurement) bool { return m.Entry == nil || m.Value <= 0 })
		slices.SortStableFunc(suite.Rows, func(a, b Measurement) int { return cmp.Compare(b.Value, a.Value) })
		if checkID(suite.ID, taken[suite.ID], suite.Pos, list) {
			c.Suites = append(c.Suites, suite)
		}
		taken[suite.ID] = true
	}
}

func (c *Catalog) bindMeasurement(m *Measurement, list *diag.List) {
	m.Entry = c.Entry(m.EntryID)
	if m.Entry == nil && m.EntryID != "" {
		list.Add(m.Pos, diag.EntryUnknown, content.DidYouMean(m.EntryID, c.EntryIDs()), "the measurement names the entry %q, which does not exist", m.EntryID)
	}
	value, err := strconv.ParseFloat(m.Text, 64)
	if m.Text != "" && (err != nil || !(value > 0) || value > 1e12) {
		list.Add(m.Pos, diag.FactValue, "leave the row out when there is no number", "%q is not a number above 0", m.Text)
		return
	}
	m.Value = value
}
