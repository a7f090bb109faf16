namespace FileStorage.Api.Search.Extraction;

/// <summary>How the text of a document is read.</summary>
internal enum DocumentKind
{
    /// <summary>Text if it looks like it.</summary>
    Unknown,
    Html,
    Word,
    Sheet,
    Slides,
    OpenDocument,
    Pdf,

    /// <summary>Pictures, sound, archives, programs: nothing to be read.</summary>
    Binary,
}
