using System.Globalization;
using System.Text;

namespace FileStorage.Client.Search;

/// <summary>A search as the server takes it; what is null is not asked for.</summary>
public sealed record SearchQuery
{
    /// <summary>Words, "phrases" and beginnings*; empty for whatever the conditions select.</summary>
    public required string Text { get; init; }

    /// <summary>"name", "content" or "both".</summary>
    public string? In { get; init; }

    public string? Type { get; init; }

    public long? MinSize { get; init; }

    public long? MaxSize { get; init; }

    public DateTimeOffset? ModifiedAfter { get; init; }

    public DateTimeOffset? ModifiedBefore { get; init; }

    /// <summary>"me", or the id of an account.</summary>
    public string? Owner { get; init; }

    /// <summary>Id or path of a folder.</summary>
    public string? Folder { get; init; }

    public bool Trashed { get; init; }

    public int? Limit { get; init; }

    /// <summary>The "next" of the page before.</summary>
    public string? After { get; init; }

    internal string Url()
    {
        var url = new StringBuilder("search?q=").Append(Uri.EscapeDataString(Text));
        Add(url, "in", In);
        Add(url, "type", Type);
        Add(url, "minSize", MinSize?.ToString(CultureInfo.InvariantCulture));
        Add(url, "maxSize", MaxSize?.ToString(CultureInfo.InvariantCulture));
        Add(url, "modifiedAfter", ModifiedAfter?.ToString("O", CultureInfo.InvariantCulture));
        Add(url, "modifiedBefore", ModifiedBefore?.ToString("O", CultureInfo.InvariantCulture));
        Add(url, "owner", Owner);
        Add(url, "folder", Folder);
        Add(url, "trashed", Trashed ? "true" : null);
        Add(url, "limit", Limit?.ToString(CultureInfo.InvariantCulture));
        Add(url, "after", After);
        return url.ToString();
    }

    private static void Add(StringBuilder url, string name, string? value)
    {
        if (value is not null)
        {
            url.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
