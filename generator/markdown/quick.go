package markdown

import (
	"sync"
	"unicode"

	"github.com/alecthomas/chroma/v2"
	"github.com/dlclark/regexp2/v2"
	pattern "github.com/dlclark/regexp2/v2/syntax"
)

// quick is a chroma lexer that gives chroma's tokens in less than half of chroma's time, which is most of the time that
// a new page takes. For each token chroma tries the rules of a state in turn, dozens of them, although most cannot match
// what is there: a rule for strings at a letter. A quick one leaves out those whose pattern cannot begin with the next
// character, and makes the groups of a match only for who may look at them. A test compares the tokens.
type quick struct {
	*chroma.RegexLexer
	compile func() (*machine, error)
}

// quicken makes a lexer quick if it is of the kind that can be. Raku's changes its rules while it reads.
func quicken(lexer chroma.Lexer) chroma.Lexer {
	regex, ok := lexer.(*chroma.RegexLexer)
	if !ok || regex.Config().Name == "Raku" {
		return lexer
	}
	return &quick{regex, sync.OnceValues(func() (*machine, error) { return newMachine(regex) })}
}

// machine is a lexer's rules, by state.
type machine struct {
	rules  chroma.CompiledRules // as chroma has them
	states map[string]*state
}

// newMachine compiles the rules of a lexer. Chroma hands compiled rules to mutators only, so a copy of the lexer is
// compiled that has one more rule, whose mutator takes them.
func newMachine(lexer *chroma.RegexLexer) (*machine, error) {
	rules, err := lexer.Rules()
	if err != nil {
		return nil, err
	}
	m := &machine{states: map[string]*state{}}
	copied, err := chroma.NewLexer(lexer.Config(), func() chroma.Rules {
		return rules.Merge(chroma.Rules{"\x00": {{Mutator: taker{m}}}})
	})
	if err != nil {
		return nil, err
	}
	if _, err := copied.Rules(); err != nil { // this compiles them
		return nil, err
	}
	for name, rules := range m.rules {
		m.states[name] = newState(rules)
	}
	return m, nil
}

// taker is a mutator that takes a lexer's compiled rules, and itself out of them.
type taker struct{ machine *machine }

// MutateLexer implements chroma's LexerMutator.
func (t taker) MutateLexer(rules chroma.CompiledRules, state string, _ int) error {
	delete(rules, state)
	t.machine.rules = rules
	return nil
}

// Mutate implements chroma's Mutator.
func (taker) Mutate(*chroma.LexerState) error { return nil }

// state is a state of a lexer.
type state struct {
	steps   []*step                // all, in the order in which they are tried
	byFirst func() *[ascii][]*step // those that can match at an ASCII character; made for the states that are reached
}

const ascii = unicode.MaxASCII + 1 // the number of characters

// step is a rule and how it is applied.
type step struct {
	*chroma.CompiledRule
	index  int
	simple bool // it makes one token, and nobody looks at the groups
}

func newState(rules []*chroma.CompiledRule) *state {
	s := &state{}
	for i, rule := range rules {
		s.steps = append(s.steps, &step{rule, i, simple(rule.Rule)})
	}
	s.byFirst = sync.OnceValue(func() *[ascii][]*step { return byFirst(s.steps) })
	return s
}

func simple(rule chroma.Rule) bool {
	if _, ok := rule.Type.(chroma.TokenType); !ok {
		return false
	}
	if rule.Mutator == nil {
		return true
	}
	mutator, ok := rule.Mutator.(chroma.SerialisableMutator)
	return ok && (mutator.MutatorKind() == "push" || mutator.MutatorKind() == "pop")
}

func byFirst(steps []*step) *[ascii][]*step {
	var table [ascii][]*step
	for _, step := range steps {
		first := firstOf(step.Regexp.String())
		for char := range table {
			if first == nil || first.CharIn(rune(char)) {
				table[char] = append(table[char], step)
			}
		}
	}
	return &table
}

// firstOf gives the characters that a match of a pattern can begin with, as regexp2 itself finds them out to search
// quickly; nil if that may be any, or none because the match may be empty.
func firstOf(expression string) *pattern.CharSet {
	tree, err := pattern.Parse(expression, pattern.ParseOptions{})
	if err != nil {
		return nil
	}
	code, err := pattern.Write(tree)
	if err != nil || code.RightToLeft || code.FcPrefix == nil || code.FcPrefix.CaseInsensitive {
		return nil
	}
	return &code.FcPrefix.PrefixSet
}

// match gives the first step that matches at a position. As in chroma, one that takes too long does not match.
func (s *state) match(text []rune, pos int) (*step, *regexp2.Match) {
	candidates := s.steps
	if char := text[pos]; char < ascii {
		candidates = s.byFirst()[char]
	}
	for _, step := range candidates {
		match, err := step.Regexp.FindRunesMatchStartingAt(text, pos)
		if err == nil && match != nil && match.RuneIndex == pos {
			return step, match
		}
	}
	return nil, nil
}
