package catalog

import (
	"math/rand/v2"
	"slices"
)

// Draw chooses n facts at random for a second reading, in the order of entries and fields: every fact that somebody wrote
// has the same chance, those that found nothing among them. The same seed and the same facts give the same draw.
func (c *Catalog) Draw(seed uint64, n int) []*Fact {
	var facts []*Fact
	for _, entry := range c.Entries {
		for _, field := range c.Fields() {
			if fact := entry.Fact(field); fact.State != Unchecked {
				facts = append(facts, fact)
			}
		}
	}
	chosen := rand.New(rand.NewPCG(seed, 0)).Perm(len(facts))[:min(n, len(facts))]
	slices.Sort(chosen)
	drawn := make([]*Fact, len(chosen))
	for i, at := range chosen {
		drawn[i] = facts[at]
	}
	return drawn
}
