package catalog

import (
	"slices"

	"touchstone/generator/content"
	"touchstone/generator/diag"
)

// Vocabulary is a closed list of the words that a field may use.
type Vocabulary struct {
	ID      string `key:"id,required"`
	Label   string `key:"label,required" doc:"What the words are about."`
	Ordered bool   `key:"ordered" doc:"The terms run from the most to the least."`
	Terms   []Term `key:"terms,required"`
	Pos     diag.Position
}

// Term is a word of a vocabulary.
type Term struct {
	ID      string `key:"id,required"`
	Label   string `key:"label,required" doc:"How readers see it."`
	Meaning string `key:"meaning,required" doc:"One sentence that says when it applies."`
	Pos     diag.Position

	Rank int `key:"-"` // place in its vocabulary, from 0
}

// VocabulariesFile is the form of vocabularies.yaml.
type VocabulariesFile struct {
	Vocabularies []Vocabulary `key:"vocabularies,required"`
}

// Term gives the term with an id, or nil.
func (v *Vocabulary) Term(id string) *Term {
	if i := slices.IndexFunc(v.Terms, func(t Term) bool { return t.ID == id }); i >= 0 {
		return &v.Terms[i]
	}
	return nil
}

func (v *Vocabulary) termIDs() []string {
	ids := make([]string, len(v.Terms))
	for i, t := range v.Terms {
		ids[i] = t.ID
	}
	return ids
}

func (c *Catalog) loadVocabularies(node *content.Node, list *diag.List) {
	if node == nil {
		return // a catalogue without enums needs none
	}
	var file VocabulariesFile
	node.Decode(&file, list)
	for i := range file.Vocabularies {
		vocabulary := &file.Vocabularies[i]
		if checkID(vocabulary.ID, c.Vocabularies[vocabulary.ID] != nil, vocabulary.Pos, list) {
			vocabulary.checkTerms(list)
			c.Vocabularies[vocabulary.ID] = vocabulary
		}
	}
}

func (v *Vocabulary) checkTerms(list *diag.List) {
	for i := range v.Terms {
		term := &v.Terms[i]
		checkID(term.ID, v.Term(term.ID) != term, term.Pos, list)
		term.Rank = i
	}
}
