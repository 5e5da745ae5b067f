package serve

import "time"

// How long changes are waited for before they are looked at: an editor makes several events of one save, and a branch that
// is checked out makes thousands.
const (
	quiet    = 8 * time.Millisecond   // after the last event
	maxDelay = 200 * time.Millisecond // after the first
)

// calm tells when events have ended, or have gone on for long enough.
type calm struct {
	timer *time.Timer
	limit time.Time // zero while there is nothing to wait for
}

func newCalm() *calm {
	c := &calm{timer: time.NewTimer(quiet)}
	c.timer.Stop()
	return c
}

// disturb is called for each event.
func (c *calm) disturb() {
	now := time.Now()
	if c.limit.IsZero() {
		c.limit = now.Add(maxDelay)
	}
	c.timer.Reset(min(quiet, c.limit.Sub(now)))
}

// settled gives a channel from which to read once; rest is called then.
func (c *calm) settled() <-chan time.Time { return c.timer.C }

// over tells whether no more can be waited for.
func (c *calm) over() bool { return !time.Now().Before(c.limit) }

func (c *calm) rest() { c.limit = time.Time{} }
