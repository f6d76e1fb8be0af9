package figures

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"quoth/annotate"
	"quoth/annotate/review/agreement"
	"quoth/annotate/store"
)

// The longest times that are shown by days, and by weeks.
const (
	fewDays  = 31
	fewWeeks = 26 * 7 // days
)

// period returns by what a time of so many days is shown.
func period(days int) string {
	switch {
	case days <= fewDays:
		return "day"
	case days <= fewWeeks:
		return "week"
	}
	return "month"
}

// begin returns the first day of the period that a day is in.
func begin(day time.Time, period string) time.Time {
	y, m, d := day.Date()
	switch period {
	case "week":
		d -= (int(day.Weekday()) + 6) % 7 // Monday
	case "month":
		d = 1
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// inPeriod is an annotator in a period; the zero time is all of the time.
type inPeriod struct {
	annotator annotate.AnnotatorID
	from      time.Time
}

func sortedPeriods[V any](m map[inPeriod]V) []inPeriod {
	return slices.SortedFunc(maps.Keys(m), func(x, y inPeriod) int {
		return cmp.Or(cmp.Compare(x.annotator, y.annotator), x.from.Compare(y.from))
	})
}

// overTime works out what changes with time.
func (r *reading) overTime(touched []store.Touched, activity []store.Activity) {
	type set struct {
		document  annotate.DocumentID
		annotator annotate.AnnotatorID
	}
	last := map[set]time.Time{}
	var first, end time.Time
	see := func(t time.Time) {
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if t.After(end) {
			end = t
		}
	}
	wanted := map[annotate.AnnotatorID]bool{}
	for _, a := range r.Annotators {
		wanted[a] = true
	}
	documents := map[annotate.DocumentID]bool{}
	for _, id := range r.options.Documents {
		documents[id] = true
	}
	chosen := func(id annotate.DocumentID) bool { return len(documents) == 0 || documents[id] }
	for _, t := range touched {
		if wanted[t.Annotator] && chosen(t.Document) {
			last[set{t.Document, t.Annotator}] = t.Last
			see(t.Last)
		}
	}
	days := map[string]time.Time{}
	activity = slices.DeleteFunc(slices.Clone(activity), func(a store.Activity) bool {
		day, err := time.Parse(time.DateOnly, a.Day)
		if err != nil || !wanted[a.Annotator] || !chosen(a.Document) || a.Annotator == annotate.Gold && !r.asked(annotate.Gold) { // verdicts are not annotating
			return true
		}
		days[a.Day] = day
		see(day)
		return false
	})
	r.Period = period(int(end.Sub(first).Hours()/24) + 1)

	pace := map[inPeriod]Pace{}
	for _, a := range activity {
		for _, from := range []time.Time{{}, begin(days[a.Day], r.Period)} {
			k := inPeriod{a.Annotator, from}
			x := pace[k]
			x.Annotator, x.From = a.Annotator, from
			x.Actions += a.Actions
			x.Annotations += a.Annotations
			x.Seconds += a.Seconds
			pace[k] = x
		}
	}
	for _, k := range sortedPeriods(pace) {
		r.Pace = append(r.Pace, pace[k])
	}

	type drift struct {
		found    agreement.Found
		articles map[annotate.DocumentID]bool
	}
	drifts := map[inPeriod]*drift{}
	for _, f := range r.found {
		for _, who := range f.Pair {
			at, known := last[set{f.Document.ID, who}]
			if !known {
				continue
			}
			k := inPeriod{who, begin(at, r.Period)}
			if drifts[k] == nil {
				drifts[k] = &drift{articles: map[annotate.DocumentID]bool{}}
			}
			drifts[k].found.Add(f.Near, 1)
			drifts[k].articles[f.Document.ID] = true
		}
	}
	for _, k := range sortedPeriods(drifts) {
		if v := drifts[k].found.F1(); v.Defined() {
			r.Drift = append(r.Drift, Drift{k.annotator, k.from, len(drifts[k].articles), v.V})
		}
	}
}
