package review

import (
	"slices"

	"quoth/annotate"
	"quoth/annotate/review/agreement"
)

// Topic says in what annotators may agree. Each role of quotes has topics of its own, which [Topics] lists
// beside those.
type Topic string

const (
	// TopicMarks is what is marked and as which type. As a label, leaving a thing unmarked counts like a type.
	TopicMarks Topic = "marks"
	// TopicType is the type of what two or more marked.
	TopicType Topic = "type"
	// TopicQuote is the content of quotes: what is one, and where it begins and ends.
	TopicQuote Topic = "quote content"
	// TopicTrigger is which words are events, TopicEventType the type of what two or more have for one, and
	// TopicArguments who or what fills their roles.
	TopicTrigger   Topic = "event trigger"
	TopicEventType Topic = "event type"
	TopicArguments Topic = "event arguments"
)

// The topics of a role of quotes: which words fill it, and which entity that is. “He” and “Ana Díaz” are the
// same entity where both are said to be her. A mention without an entity is whom those who named one for the
// same words all named; where they named several or none, it is itself.
func topicRole(role string) Topic   { return Topic("quote " + role) }
func topicEntity(role string) Topic { return Topic("quote " + role + " entity") }

// Where says of which class, below 0 for any, and of which kind, "" for any, the differences are in which a topic shows.
func (t Topic) Where(schema *annotate.Schema) (Class, annotate.Kind) {
	switch t {
	case TopicMarks:
		return -1, ""
	case TopicType:
		return ClassType, ""
	case TopicTrigger:
		return -1, annotate.KindEvent
	case TopicEventType:
		return ClassType, annotate.KindEvent
	case TopicArguments:
		return ClassRole, annotate.KindEvent
	}
	for _, q := range schema.OfKind(annotate.KindQuote) {
		for _, r := range quoteRoles(schema) {
			if t != topicRole(r.key) && t != topicEntity(r.key) {
				continue
			}
			if role := q.Role(r.key); r.entity && role != nil && role.Single {
				return ClassSpeaker, annotate.KindQuote
			}
			return ClassRole, annotate.KindQuote
		}
	}
	return -1, annotate.KindQuote
}

// Topics lists all topics that a schema has, in the order in which they are shown.
func Topics(schema *annotate.Schema) []Topic {
	out := []Topic{TopicMarks, TopicType, TopicQuote}
	for _, r := range quoteRoles(schema) {
		out = append(out, topicRole(r.key))
		if r.entity {
			out = append(out, topicEntity(r.key))
		}
	}
	return append(out, TopicTrigger, TopicEventType, TopicArguments)
}

type quoteRole struct {
	key    string
	entity bool // what fills it refers to entities
}

func quoteRoles(schema *annotate.Schema) (out []quoteRole) {
	for _, t := range schema.OfKind(annotate.KindQuote) {
		for _, r := range t.Roles {
			if slices.ContainsFunc(out, func(q quoteRole) bool { return q.key == r.Key }) {
				continue
			}
			entity := slices.ContainsFunc(r.Targets, func(key string) bool {
				target := schema.Type(key)
				return target != nil && len(target.Entities) > 0
			})
			out = append(out, quoteRole{r.Key, entity})
		}
	}
	return out
}

// Group says of what part of the work a row is.
type Group string

// All is everything, by all annotators; the others are one pair, one type, one document.
const (
	GroupAll      Group = "all"
	GroupPair     Group = "pair"
	GroupType     Group = "type"
	GroupDocument Group = "document"
)

// Measure is a measure of agreement, by the name that files use.
type Measure string

// The measures; package agreement says what they are. F1 is of all pairs of annotators together. For more than
// two annotators Cohen's kappa is the mean over the pairs.
const (
	F1Exact  Measure = "f1_exact"   // the same words, the same type
	F1Near   Measure = "f1_overlap" // words in common, the same type
	Observed Measure = "observed"   // how often two gave the same label, in all cases
	Cohen    Measure = "cohen"
	Fleiss   Measure = "fleiss"
	AC1      Measure = "ac1"
	Alpha    Measure = "alpha"
	AlphaU   Measure = "alpha_u"
	Gamma    Measure = "gamma"
)

// Measures lists the measures in the order in which they are shown.
var Measures = []Measure{F1Exact, F1Near, Observed, Cohen, Fleiss, AC1, Alpha, AlphaU, Gamma}

// Figure is a measure with the interval in which 95 of 100 draws of the data lie.
type Figure struct {
	Measure Measure
	agreement.Value
	Low, High agreement.Value
}

// Row is what was measured of one topic in one group.
type Row struct {
	Group    Group
	Topic    Topic
	Pair     [2]annotate.AnnotatorID // of GroupPair
	Type     string                  // of GroupType
	Document *annotate.Document      // of GroupDocument: its identity and title
	Items    int                     // things that two or more could have agreed on
	Figures  []Figure                // those that the topic has
}
