namespace SecureDocket.Pdf;

/// <summary>What a document may contain besides its pages. Each is named in the refusal.</summary>
[Flags]
internal enum PdfActivity
{
    /// <summary>Nothing but pages.</summary>
    None = 0,

    /// <summary>A script.</summary>
    Script = 1,

    /// <summary>A form in XFA, which replaces the pages.</summary>
    XfaForm = 2,

    /// <summary>An attached file.</summary>
    Attachment = 4,

    /// <summary>Sound, video or 3D content.</summary>
    Media = 8,

    /// <summary>A command that starts a program or opens a file.</summary>
    Launch = 16,

    /// <summary>A form that sends, loads or empties data.</summary>
    FormData = 32,

    /// <summary>A jump into another file, or a page taken from one.</summary>
    OtherFile = 64,

    /// <summary>PostScript code.</summary>
    PostScript = 128,

    /// <summary>A link to anything but a web page, a mailbox or a telephone.</summary>
    Link = 256,

    /// <summary>An action that nobody has to ask for.</summary>
    Trigger = 512,
}
