using System.ComponentModel.DataAnnotations;

namespace FileStorage.Api.Search;

/// <summary>What is indexed, and what reading a document may cost.</summary>
public sealed class SearchOptions
{
    public const string Section = "Search";

    /// <summary>Whether this process keeps the index up.</summary>
    public bool Indexing { get; set; } = true;

    /// <summary>Whether contents are read. The index holds their text unencrypted; without it names are found, and nothing else.</summary>
    public bool Contents { get; set; } = true;

    /// <summary>Largest document that is read, in MiB. Of plain text the beginning is read whatever its size.</summary>
    [Range(1, 1024)]
    public int MaxDocumentMebibytes { get; set; } = 32;

    /// <summary>Most text of one document that is kept, in characters.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxTextCharacters { get; set; } = 1024 * 1024;

    /// <summary>What a packed document may unpack to before it is given up, in MiB.</summary>
    [Range(1, 4096)]
    public int MaxUnpackedMebibytes { get; set; } = 64;

    /// <summary>The program that reads PDF documents, found on the PATH; empty for none.</summary>
    public string PdfProgram { get; set; } = "pdftotext";

    /// <summary>How long that program may take for one document, in seconds, and of the processor as well.</summary>
    [Range(1, 3600)]
    public int PdfSeconds { get; set; } = 20;

    /// <summary>Address space that program may take, in MiB.</summary>
    [Range(64, 65536)]
    public int PdfMebibytes { get; set; } = 512;

    /// <summary>Seconds after which all drives are looked at for changes that nothing rang for.</summary>
    [Range(1, 24 * 3600)]
    public int SweepSeconds { get; set; } = 60;
}
