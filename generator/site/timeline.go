package site

import (
	"fmt"
	"slices"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
	"touchstone/generator/diag"
	"touchstone/generator/markdown"
)

// Timeline shows for how long lines of releases are supported: as a drawing, whose lengths are in units of its own, and as
// a table of the same.
type Timeline struct {
	ID      string // tells the drawing's parts from those of another one on the page
	Caption string
	Read    content.Date // the newest day on which any of it was read: the drawing knows no clock
	ReadX   float64
	Width   float64
	Height  float64
	Years   []TimelineYear
	Groups  []*TimelineGroup

	from, until content.Date // what the drawing spans
}

// Has tells whether the drawing shows a kind of support, so that its legend explains no other.
func (t *Timeline) Has(phase string) bool {
	for _, group := range t.Groups {
		for _, line := range group.Lines {
			if slices.ContainsFunc(line.Bars, func(b TimelineBar) bool { return b.Phase == phase }) {
				return true
			}
		}
	}
	return false
}

// TimelineYear is the first day of a year.
type TimelineYear struct {
	Year int
	X    float64
}

// TimelineGroup is the lines of one entry, or of a runtime.
type TimelineGroup struct {
	Label   string
	Fact    *catalog.Fact    // of an entry
	Runtime *catalog.Runtime // of a runtime
	Y       float64
	Lines   []TimelineLine
}

// TimelineLine is one line of releases.
type TimelineLine struct {
	catalog.ReleaseLine
	X, Y float64 // of its release
	Bars []TimelineBar
}

// TimelineBar is a time with one kind of support.
type TimelineBar struct {
	Phase     string // fixes, security or paid; support where the days do not tell fixes from security
	X, Width  float64
	Until     content.Date
	Estimated bool
}

// The measures of the drawing.
const (
	timelineLeft  = 110.0 // where the time begins, right of the labels
	timelineWidth = 640.0
	timelineRow   = 24.0
	timelineTop   = 34.0 // where the rows begin, below the years
	yearsBefore   = 3    // what is older than the reading by more years is cut off
	yearsAfter    = 6
)

// NewTimeline draws the release lines of entries and of what they run on. It is nil when the catalogue has no field for
// release lines, or nobody has looked for any.
func (s *Site) NewTimeline(id, caption string, entries []*catalog.Entry) *Timeline {
	field := s.Catalog.ReleaseField()
	if field == nil {
		return nil
	}
	t := &Timeline{ID: id, Caption: caption, Width: timelineWidth}
	for _, entry := range entries {
		fact := entry.Fact(field)
		t.add(&TimelineGroup{Label: entry.Name, Fact: fact}, fact.Value.Releases, fact.Checked)
	}
	for _, runtime := range s.Catalog.RuntimesOf(entries...) {
		t.add(&TimelineGroup{Label: runtime.Label, Runtime: runtime}, runtime.Releases, runtime.Checked)
	}
	if t.Read.IsZero() {
		return nil
	}
	t.span()
	t.place()
	return t
}

func (t *Timeline) add(group *TimelineGroup, lines []catalog.ReleaseLine, read content.Date) {
	for _, line := range lines {
		group.Lines = append(group.Lines, TimelineLine{ReleaseLine: line})
	}
	t.Groups = append(t.Groups, group)
	if read.Compare(t.Read) > 0 {
		t.Read = read
	}
}

// span chooses whole years around all days that are not too far from the reading.
func (t *Timeline) span() {
	first, last := t.Read.Year, t.Read.Year
	for _, group := range t.Groups {
		for _, line := range group.Lines {
			for _, day := range []content.Date{line.Released, line.ActiveUntil, line.SecurityUntil, line.PaidUntil} {
				if !day.IsZero() {
					first, last = min(first, day.Year), max(last, day.Year)
				}
			}
		}
	}
	first, last = max(first, t.Read.Year-yearsBefore), min(last, t.Read.Year+yearsAfter)
	t.from, t.until = content.Date{Year: first, Month: 1, Day: 1}, content.Date{Year: last + 1, Month: 1, Day: 1}
	for year := first; year <= last; year++ {
		t.Years = append(t.Years, TimelineYear{year, t.x(content.Date{Year: year, Month: 1, Day: 1})})
	}
	t.ReadX = t.x(t.Read)
}

// x gives the place of a day; days beyond the span stand at its ends.
func (t *Timeline) x(day content.Date) float64 {
	share := float64(day.DaysSince(t.from)) / float64(t.until.DaysSince(t.from))
	return tenths(timelineLeft + (timelineWidth-timelineLeft)*min(1, max(0, share)))
}

// tenths keeps the published text short, and the same on every machine.
func tenths(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

func (t *Timeline) place() {
	y := timelineTop
	for _, group := range t.Groups {
		group.Y = y
		y += timelineRow
		for i := range group.Lines {
			line := &group.Lines[i]
			line.X, line.Y = t.x(line.Released), y
			t.placeBars(line)
			y += timelineRow
		}
		y += timelineRow / 3
	}
	t.Height = y
}

// placeBars lays the kinds of support behind each other. A line whose release day is not known begins at the left.
func (t *Timeline) placeBars(line *TimelineLine) {
	from := line.X
	for _, phase := range []struct {
		name, key string
		until     content.Date
	}{{"fixes", "active_until", line.ActiveUntil}, {"security", "security_until", line.SecurityUntil}, {"paid", "paid_until", line.PaidUntil}} {
		if phase.until.IsZero() {
			continue
		}
		if phase.name == "security" && line.ActiveUntil.IsZero() {
			phase.name = "support"
		}
		if to := t.x(phase.until); to > from {
			line.Bars = append(line.Bars, TimelineBar{phase.name, from, tenths(to - from), phase.until, line.IsEstimate(phase.key)})
			from = to
		}
	}
}

func resolveTimeline(s *Site, page *Page, block *markdown.Block, list *diag.List) any {
	var body struct {
		Entries []string `key:"entries"`
		Caption string   `key:"caption"`
	}
	if !s.needCatalog(block, list) || !decodeBlock(block, &body, list) {
		return nil
	}
	entries, ok := s.entries(body.Entries, block, list)
	if !ok {
		return nil
	}
	timeline := s.NewTimeline(fmt.Sprintf("timeline-%d", block.Pos.Line), body.Caption, entries)
	if timeline == nil {
		list.Add(block.Pos, diag.BlockUnknown, "declare a field of the type releases, and write its facts", "the block timeline has no release lines to show")
		return nil
	}
	return timeline
}
