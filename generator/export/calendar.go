package export

import (
	"bytes"
	"time"

	ics "github.com/arran4/golang-ical"

	"touchstone/generator/catalog"
	"touchstone/generator/content"
)

// calendar lists the days on which support of an entry's lines, and of what it runs on, ends: RFC 5545, whole days.
func (e *Exporter) calendar(entry *catalog.Entry) ([]byte, error) {
	c := ics.NewCalendarFor("touchstone")
	c.SetMethod(ics.MethodPublish)
	c.SetName(entry.Name + ": ends of support")
	c.SetXWRCalName(entry.Name + ": ends of support")
	if field := e.catalog.ReleaseField(); field != nil {
		fact := entry.Fact(field)
		e.addEnds(c, entry.ID, entry.Name, fact.Value.Releases, fact.Checked, e.at.Fact(fact))
	}
	for _, runtime := range e.catalog.RuntimesOf(entry) {
		e.addEnds(c, entry.ID+"/"+runtime.ID, runtime.Label, runtime.Releases, runtime.Checked, e.at.Entry(entry))
	}
	var out bytes.Buffer
	err := c.SerializeTo(&out, ics.WithNewLine("\r\n"))
	return out.Bytes(), err
}

func (e *Exporter) addEnds(c *ics.Calendar, id, name string, lines []catalog.ReleaseLine, checked content.Date, address string) {
	for _, line := range lines {
		for _, end := range []struct {
			key, words string
			day        content.Date
		}{{"active_until", "fixes end", line.ActiveUntil}, {"security_until", "security fixes end", line.SecurityUntil}, {"paid_until", "paid support ends", line.PaidUntil}} {
			if end.day.IsZero() {
				continue
			}
			event := c.AddEvent(id + "/" + line.Line + "/" + end.key + "@" + e.at.Home)
			event.SetDtStampTime(moment(checked)) // not the clock: the same facts give the same bytes
			event.SetAllDayStartAt(moment(end.day))
			summary := name + " " + line.Line + ": " + end.words
			if line.IsEstimate(end.key) {
				summary += " (estimated)"
			}
			event.SetSummary(summary)
			event.SetURL(address)
			event.SetTimeTransparency(ics.TransparencyTransparent)
		}
	}
}

func moment(day content.Date) time.Time {
	return time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC)
}
