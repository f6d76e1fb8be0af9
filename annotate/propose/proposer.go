package propose

import (
	"context"
	"crypto/sha256"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quoth/annotate"
)

// Proposer marks what it takes a document to say. Whatever it is made of (rules, a learned model, a program
// of somebody else), it is an annotator like any other and fills its own set.
type Proposer interface {
	// Annotator names whose set the proposals are.
	Annotator() annotate.AnnotatorID
	// Propose returns the proposals for a document. They obey the schema's constraints, except that
	// roles may be empty.
	Propose(ctx context.Context, doc *annotate.Document, known Known) (Proposals, error)
}

// Known is what a proposer may go by beside the text.
type Known struct {
	Schema *annotate.Schema
	Names  *Gazetteer // the project's entities by all their names; nil for none
	Meant  Meant      // whom other names mean; nil for nobody
}

// Meant returns the entity of a type that a name means for certain, or most likely, of those that [Known.Names] has not or
// under other names; nil for none. The source is where it is described: "" for the project itself, else what that is called.
type Meant func(name, typ string) (e *annotate.Entity, source string)

// Proposals are what a proposer makes of a document: annotations in no order, each with its origin, and
// the entities they refer to that the project does not have yet.
type Proposals struct {
	Annotations []*annotate.Annotation
	Entities    []*annotate.Entity
}

// StableID returns the identity of what an annotator proposes for words as a type. Proposing the same again
// gives the same identity, on every machine: so a rejection holds for ever.
func StableID(who annotate.AnnotatorID, doc annotate.DocumentID, typ string, spans []annotate.Span) annotate.ID {
	b := make([]byte, 0, 128)
	b = append(append(append(append(append(b, who...), 0), doc...), 0), typ...)
	for _, s := range spans {
		b = strconv.AppendInt(append(b, 0), int64(s.Start), 10)
		b = strconv.AppendInt(append(b, '-'), int64(s.End), 10)
	}
	return hashed(b)
}

// EntityID returns the identity of an entity that is proposed by its type and name.
func EntityID(typ, name string) annotate.ID {
	return hashed([]byte("entity\x00" + typ + "\x00" + strings.ToLower(name)))
}

// hashed makes an identity (UUID version 8) of words.
func hashed(words []byte) annotate.ID {
	sum := sha256.Sum256(words)
	var u uuid.UUID
	copy(u[:], sum[:16])
	u[6] = u[6]&0x0f | 0x80
	u[8] = u[8]&0x3f | 0x80
	return annotate.ID(u.String())
}
