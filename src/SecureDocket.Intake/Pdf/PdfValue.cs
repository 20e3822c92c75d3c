namespace SecureDocket.Pdf;

/// <summary>A value of a PDF (ISO 32000-2, section 7.3), as far as its structure is looked at: texts and fractions are only known to be there.</summary>
internal abstract record PdfValue
{
    /// <summary>The null object, which is what a reference to nothing leads to.</summary>
    public static PdfValue Null { get; } = new PdfOther("null");

    /// <summary>A text that is the address of a web page or of a mailbox.</summary>
    public static PdfValue Link { get; } = new PdfOther("link");

    /// <summary>Another text, a fraction or a truth value.</summary>
    public static PdfValue Other { get; } = new PdfOther("other");

    private sealed record PdfOther(string What) : PdfValue;
}

/// <summary>A whole number.</summary>
internal sealed record PdfInteger(long Value) : PdfValue;

/// <summary>A name, with its #xx escapes resolved.</summary>
internal sealed record PdfName(string Value) : PdfValue;

/// <summary>A reference to an object.</summary>
internal sealed record PdfReference(int Number, int Generation) : PdfValue;

/// <summary>An array.</summary>
internal sealed record PdfArray(IReadOnlyList<PdfValue> Items) : PdfValue;

/// <summary>A dictionary.</summary>
internal sealed record PdfDictionary(IReadOnlyDictionary<string, PdfValue> Members) : PdfValue
{
    public PdfValue this[string name] => Members.GetValueOrDefault(name, Null);

    public bool Is(string name, string value) => this[name] is PdfName found && found.Value == value;
}

/// <summary>An object that stands in the file by itself.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Value">Its value; of a stream, the dictionary.</param>
/// <param name="Data">Where the bytes of a stream begin and the keyword after them stands; null for what is no stream.</param>
internal sealed record PdfObject(int Number, int Generation, PdfValue Value, (int Start, int End)? Data);

/// <summary>The file breaks the rules of its format.</summary>
internal sealed class PdfException(string detail) : Exception(detail);
