package cas_test

import (
	"strings"
	"testing"

	"quoth/export"
	"quoth/export/cas"
	"quoth/export/formattest"
)

func TestLawsXMI(t *testing.T)    { formattest.Laws(t, cas.XMI) }
func TestPlacesXMI(t *testing.T)  { formattest.Places(t, cas.XMI) }
func TestLawsJSON(t *testing.T)   { formattest.Laws(t, cas.JSON) }
func TestPlacesJSON(t *testing.T) { formattest.Places(t, cas.JSON) }

// linked is what INCEpTION writes of a span with slots, and of a named entity.
const linked = `<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:tcas="http:///uima/tcas.ecore" xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<tcas:DocumentAnnotation xmi:id="20" sofa="3" begin="0" end="16" language="en"/>
<type2:Token xmi:id="5" sofa="3" begin="0" end="2" order="0"/>
<type:NamedEntity xmi:id="11" sofa="3" begin="3" end="6" value="PER" identity="http://www.wikidata.org/entity/Q1"/>
<custom:Span xmi:id="12" sofa="3" begin="7" end="10" mode="x"/>
<custom:LinkType xmi:id="2" role="who" target="11"/>
<custom:Host xmi:id="13" sofa="3" begin="0" end="2" links="2"/>
<custom:Rel xmi:id="14" sofa="3" begin="3" end="6" Governor="12" Dependent="11" label="near"/>
<cas:Sofa xmi:id="3" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="😀 Ana met Ben. "/>
<cas:View sofa="3" members="20 5 11 12 13 14"/>
</xmi:XMI>`

const typeSystem = `<?xml version="1.0" encoding="UTF-8"?><typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>webanno.custom.LinkType</name><description/><supertypeName>uima.cas.TOP</supertypeName><features>
<featureDescription><name>role</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>target</name><description/><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription></features></typeDescription>
<typeDescription><name>webanno.custom.Host</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>links</name><description/><rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>webanno.custom.LinkType</elementType></featureDescription></features></typeDescription>
</types></typeSystemDescription>`

func checkLinked(t *testing.T, r *export.Record) {
	t.Helper()
	said := map[string]string{}
	for _, a := range r.Annotations {
		for _, x := range a.Args {
			for _, b := range r.Annotations {
				if b.ID == x.Target {
					said[a.Type+"→"+x.Role] = r.Document.Surface(b.Spans)
				}
			}
		}
	}
	if len(r.Annotations) != 3 || said["Host→who"] != "Ana" || said["Span→near"] != "Ana" || len(r.Entities) != 1 {
		t.Errorf("%v %+v", said, r)
	}
}

func TestFilesOfINCEpTION(t *testing.T) {
	files := formattest.Files{"a.xmi": []byte(linked), "TypeSystem.xml": []byte(typeSystem)}
	checkLinked(t, formattest.Collect(t, files.ReadFiles(cas.XMI))[0])
	const js = `{"%TYPES":{},"%FEATURE_STRUCTURES":[{"%ID":3,"%TYPE":"uima.cas.Sofa","sofaNum":1,"sofaID":"_InitialView","mimeType":"text","sofaString":"😀 Ana met Ben. "},
{"%ID":11,"%TYPE":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity","@sofa":3,"begin":3,"end":6,"value":"PER","identity":"http://www.wikidata.org/entity/Q1"},
{"%ID":12,"%TYPE":"webanno.custom.Span","@sofa":3,"begin":7,"end":10,"mode":"x"},
{"%ID":2,"%TYPE":"webanno.custom.LinkType","role":"who","@target":11},{"%ID":30,"%TYPE":"webanno.custom.LinkType[]","%ELEMENTS":[2]},
{"%ID":13,"%TYPE":"webanno.custom.Host","@sofa":3,"begin":0,"end":2,"@links":30},
{"%ID":14,"%TYPE":"webanno.custom.Rel","@sofa":3,"begin":3,"end":6,"@Governor":12,"@Dependent":11,"label":"near"}],
"%VIEWS":{"_InitialView":{"%SOFA":3,"%MEMBERS":[11,12,13,14]}}}`
	checkLinked(t, formattest.Collect(t, cas.JSON.Read(t.Context(), "x", strings.NewReader(js)))[0])
}

func TestHostileXMI(t *testing.T) {
	file := func(elements, text string) string {
		return `<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///c.ecore">` + elements +
			`<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="` + text + `"/></xmi:XMI>`
	}
	formattest.Resists(t, cas.XMI, []formattest.Hostile{
		{Name: "good", Data: file(`<c:X xmi:id="2" sofa="1" begin="0" end="2"/>`, "EU"), Good: 1},
		{Name: "an entity bomb", Data: `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + file("", "&b;"), Want: "it has a document type"},
		{Name: "an unknown entity", Data: file("", "&b;"), Want: "invalid character entity"},
		{Name: "half of a pair", Data: file(`<c:X xmi:id="2" sofa="1" begin="1" end="2"/>`, "😀"), Want: "c.X 2: it begins outside the text"},
		{Name: "beyond the end", Data: file(`<c:X xmi:id="2" sofa="1" begin="0" end="9"/>`, "EU"), Want: "it ends outside the text"},
		{Name: "an id twice", Data: file(`<c:X xmi:id="2" sofa="1" begin="0" end="2"/><c:X xmi:id="2" sofa="1" begin="0" end="2"/>`, "EU"), Want: "two feature structures have the id 2"},
		{Name: "dangling", Data: file(`<c:X xmi:id="2" sofa="1" begin="0" end="2" Governor="7" Dependent="8"/>`, "EU"), Want: "of which one is not there"},
		{Name: "deep", Data: `<xmi:XMI xmlns:xmi="x">` + strings.Repeat("<a>", 100_000), Want: "elements are more than 200 deep"},
		{Name: "cut off", Data: file("", "EU")[:120], Want: "bad.file:1: "},
		{Name: "no text", Data: `<xmi:XMI xmlns:xmi="x"></xmi:XMI>`, Want: "there is no sofa with a string"},
		{Name: "no words", Data: file(`<c:X xmi:id="2" sofa="1" begin="1" end="1"/>`, "EU"), Want: "it marks no words, and is left out", Good: 1},
	})
	formattest.Endless(t, cas.XMI, `<xmi:XMI xmlns:xmi="x"><a b="`, "x")
}

func TestHostileJSON(t *testing.T) {
	file := func(rest string) string {
		return `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"😀 EU"}` + rest + `],"%VIEWS":{}}`
	}
	formattest.Resists(t, cas.JSON, []formattest.Hostile{
		{Name: "good", Data: file(`,{"%ID":2,"%TYPE":"c.X","@sofa":1,"begin":3,"end":5}`), Good: 1},
		{Name: "half of a pair", Data: file(`,{"%ID":2,"%TYPE":"c.X","@sofa":1,"begin":1,"end":5}`), Want: "in the middle of the surrogate pair"},
		{Name: "an id twice", Data: file(`,{"%ID":2,"%TYPE":"c.X"},{"%ID":2,"%TYPE":"c.X"}`), Want: "two feature structures have the id 2"},
		{Name: "a word for an id", Data: file(`,{"%ID":"x","%TYPE":"c.X"}`), Want: "no whole number"},
		{Name: "dangling", Data: file(`,{"%ID":2,"%TYPE":"c.X","@sofa":1,"begin":3,"end":5,"@who":9}`), Want: "its who is 9, which is not there"},
		{Name: "a circle", Data: file(`,{"%ID":2,"%TYPE":"c.X","@sofa":1,"begin":3,"end":5,"@who":2}`), Want: "is an argument of itself"},
		{Name: "cut off", Data: file("")[:60], Want: "cut off"},
		{Name: "deep", Data: `{"%TYPES":` + strings.Repeat("[", 20_000), Want: "bad.file"},
	})
	formattest.Endless(t, cas.JSON, `{"%TYPES":"`, "x")
}

func FuzzXMI(f *testing.F) {
	f.Add([]byte(linked))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, cas.XMI, data) })
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"😀 EU"},{"%ID":2,"%TYPE":"c.X","@sofa":1,"begin":3,"end":5,"@who":3},{"%ID":3,"%TYPE":"X[]","%ELEMENTS":[2]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, cas.JSON, data) })
}
