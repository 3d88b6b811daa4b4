package io.drumbeat.campaigns.workbook;

import java.io.Closeable;
import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One part of a workbook, from tag to tag. Namespaces are not looked at: there are two sets of them, and one meaning. For
 * one thread.
 */
final class XmlPart implements Closeable {
    /** The most that a cell may hold, in UTF-16 units; Excel's own limit is 32,767. */
    static final int MOST_TEXT = 1 << 20;

    private final Unpacking in;
    private final XMLStreamReader xml;

    private XmlPart(Unpacking in, XMLStreamReader xml) {
        this.in = in;
        this.xml = xml;
    }

    static XmlPart of(Unpacking in) throws IOException, UnreadableWorkbookException {
        try {
            in.mark();
            return new XmlPart(in, parser().createXMLStreamReader(in));
        } catch (XMLStreamException e) {
            try (in) {
                throw in.explained(e);
            }
        }
    }

    /** The JDK's own, whatever else is on the class path. */
    private static XMLInputFactory parser() {
        XMLInputFactory parser = XMLInputFactory.newDefaultFactory();
        parser.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parser.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return parser;
    }

    /** Goes on to the next tag that opens or closes; false at the end. */
    boolean next() throws IOException, UnreadableWorkbookException {
        while (step()) {
            if (xml.isStartElement() || xml.isEndElement()) {
                return true;
            }
        }
        return false;
    }

    private boolean step() throws IOException, UnreadableWorkbookException {
        try {
            if (!xml.hasNext()) {
                return false;
            }
            in.mark();
            if (xml.next() == XMLStreamConstants.DTD) {
                throw UnreadableWorkbookException.damaged("it declares a document type, as Excel never does");
            }
            return true;
        } catch (XMLStreamException e) {
            throw in.explained(e);
        }
    }

    boolean opens(String tag) {
        return xml.isStartElement() && xml.getLocalName().equals(tag);
    }

    boolean closes(String tag) {
        return xml.isEndElement() && xml.getLocalName().equals(tag);
    }

    /** An attribute of the tag that opens here; null: it has none of that name. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Adds the text up to where the tag that opens here closes, and leaves out the tags in it. */
    void text(StringBuilder text) throws IOException, UnreadableWorkbookException {
        int depth = 1;
        while (depth > 0 && step()) {
            if (xml.isStartElement()) {
                depth++;
            } else if (xml.isEndElement()) {
                depth--;
            } else if (isText(xml.getEventType())) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                if (text.length() > MOST_TEXT) {
                    throw UnreadableWorkbookException.of("A cell of this Excel workbook holds more than 1 MiB.");
                }
            }
        }
    }

    private static boolean isText(int event) {
        return event == XMLStreamConstants.CHARACTERS
                || event == XMLStreamConstants.CDATA
                || event == XMLStreamConstants.SPACE;
    }

    /**
     * Adds a text with its formatting left out, up to where {@code tag}, which opens here, closes. How it is spoken, which
     * Japanese workbooks have beside it, is none of it.
     */
    void richText(String tag, StringBuilder text) throws IOException, UnreadableWorkbookException {
        int spoken = 0;
        while (next() && !closes(tag)) {
            if (opens("rPh")) {
                spoken++;
            } else if (closes("rPh")) {
                spoken--;
            } else if (spoken == 0 && opens("t")) {
                text(text);
            }
        }
    }

    /** Reads the rest, and makes sure that all of it came as it was written. */
    void finish() throws IOException, UnreadableWorkbookException {
        in.finish();
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("a part that cannot be closed", e);
        } finally {
            in.close();
        }
    }
}
