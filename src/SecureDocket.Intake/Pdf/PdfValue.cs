namespace SecureDocket.Pdf;

/// <summary>A value of a PDF (ISO 32000-2, section 7.3), as far as the structure is checked; the content of fractions is not kept.</summary>
internal abstract record PdfValue
{
    /// <summary>The null object, which is also the target of a dangling reference.</summary>
    public static PdfValue Null { get; } = new PdfOther("null");

    /// <summary>A fraction or a Boolean.</summary>
    public static PdfValue Other { get; } = new PdfOther("other");

    private sealed record PdfOther(string What) : PdfValue;
}

/// <summary>A whole number.</summary>
internal sealed record PdfInteger(long Value) : PdfValue;

/// <summary>A name, with its #xx escapes resolved.</summary>
internal sealed record PdfName(string Value) : PdfValue;

/// <summary>A string as it is spelled, without its delimiters.</summary>
internal sealed record PdfString(ReadOnlyMemory<byte> Raw, bool IsHex) : PdfValue;

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

/// <summary>An indirect object of the file.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Value">Its value; for a stream, its dictionary.</param>
/// <param name="Data">The start of a stream's bytes and the position of the keyword after them; null if the object is not a stream.</param>
internal sealed record PdfObject(int Number, int Generation, PdfValue Value, (int Start, int End)? Data)
{
    /// <summary>Whether it is a stream of a type.</summary>
    public bool IsStream(string type) => Data is not null && ((PdfDictionary)Value).Is("Type", type);
}

/// <summary>The file violates its format.</summary>
internal sealed class PdfException(string detail) : Exception(detail);
