package catalog

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Claim says that somebody uses an entry, and what became of checking it.
type Claim struct {
	ID        string       `key:"id,required" doc:"A name of its own, which becomes the claim's address."`
	EntryID   string       `key:"entry,required" doc:"The entry that is used."`
	Company   string       `key:"company,required" doc:"Who uses it."`
	Statement string       `key:"claim,required" doc:"One sentence that says what exactly is claimed."`
	Listed    bool         `key:"listed" doc:"The list that the guide started from makes this claim."`
	Verdict   Verdict      `key:"verdict,required" allowed:"confirmed unconfirmed moved-away contradicted" doc:"What the evidence supports."`
	Dated     content.Date `key:"dated" doc:"The date of the evidence."`
	Checked   content.Date `key:"checked,required" doc:"The day on which the evidence was read."`
	Note      string       `key:"note,required" doc:"What the evidence says and does not say, or where was looked."`
	Citations []Citation   `key:"sources" doc:"The evidence; required unless the verdict is unconfirmed."`
	Pos       diag.Position

	Entry *Entry `key:"-"`
}

// Verdict is what the evidence for a claim supports.
type Verdict string

// Words gives the verdict as readers see it.
func (v Verdict) Words() string {
	text := strings.ReplaceAll(string(v), "-", " ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// lately is the number of days for which evidence tells that somebody still uses an entry: two years.
const lately = 2 * 365

// StillUsed tells, in words, whether a confirmed claim's evidence is young enough, on the day on which it was read, to say that
// the entry is still used. It is empty for any other verdict.
func (c *Claim) StillUsed() string {
	switch {
	case c.Verdict != "confirmed":
		return ""
	case c.Dated.IsZero():
		return "whether still so is unknown: the evidence has no date"
	case c.Checked.DaysSince(c.Dated) <= lately:
		return "still so, by evidence of the last two years"
	}
	return "whether still so is unknown"
}

// ClaimsFile is the form of claims.yaml.
type ClaimsFile struct {
	Claims []Claim `key:"claims,required"`
}

func (c *Catalog) loadClaims(tree *content.Tree, list *diag.List) {
	if c.Settings.Claims == "" {
		return
	}
	node := tree.Data[path.Join(content.Folder, c.Settings.Claims, "claims.yaml")]
	if node == nil {
		return
	}
	var file ClaimsFile
	node.Decode(&file, list)
	taken := map[string]bool{}
	for i := range file.Claims {
		claim := &file.Claims[i]
		if checkID(claim.ID, taken[claim.ID], claim.Pos, list) && c.bindClaim(claim, list) {
			c.Claims = append(c.Claims, claim)
		}
		taken[claim.ID] = true
	}
	slices.SortStableFunc(c.Claims, func(a, b *Claim) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Company), strings.ToLower(b.Company)), strings.Compare(a.ID, b.ID))
	})
}

func (c *Catalog) bindClaim(claim *Claim, list *diag.List) bool {
	claim.Citations = c.cite(claim.Citations, list)
	if claim.Verdict != "" && claim.Verdict != "unconfirmed" && len(claim.Citations) == 0 {
		list.Add(claim.Pos, diag.FactSource, "cite the evidence, or make it unconfirmed", "the claim %s is %s without a source", claim.ID, claim.Verdict)
	}
	claim.Entry = c.Entry(claim.EntryID)
	if claim.Entry == nil {
		list.Add(claim.Pos, diag.EntryUnknown, content.DidYouMean(claim.EntryID, c.EntryIDs()), "the claim %s names the entry %q, which does not exist", claim.ID, claim.EntryID)
	}
	return claim.Entry != nil && claim.Verdict != ""
}
