namespace SecureDocket.Pdf;

/// <summary>The limits for one file, and the findings from its names.</summary>
/// <param name="cancellationToken">Stops the reading at the next value.</param>
internal sealed class PdfBudget(CancellationToken cancellationToken)
{
    private const int ValueLimit = 1_000_000;
    private const int InflatedLimit = 64 * 1024 * 1024;

    // Names that make a page do something, or that embed anything but pages, wherever they occur (sections 7.11.4, 8.8.2, 12.5.6, 12.6.4, 12.7.8 and 13).
    private static readonly HashSet<string> s_active = new(StringComparer.Ordinal)
    {
        "JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "GoTo3DView", "Rendition", "Movie", "Sound",
        "RichMedia", "RichMediaContent", "RichMediaSettings", "RichMediaExecute", "3D", "XFA", "EmbeddedFile", "EmbeddedFiles", "EF", "FileAttachment", "Thread", "ResetForm", "PS",
    };

    private int _inflated;

    /// <summary>Whether any object contains a name of active content.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Actions and links, by the name of their key.</summary>
    public List<(string Key, PdfValue Value)> Triggers { get; } = [];

    /// <summary>The number of values read, including those checked again.</summary>
    public int Values { get; private set; }

    /// <summary>The number of bytes that may still be inflated.</summary>
    public int InflatedLeft => InflatedLimit - _inflated;

    public void TakeValue()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++Values > ValueLimit)
        {
            throw new PdfException("The file has too many values.");
        }
    }

    public void TakeInflated(int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _inflated += count;
    }

    public void Note(string name) => IsActive |= s_active.Contains(name);
}
