using System.ComponentModel.DataAnnotations;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>Where the search index is kept.</summary>
public sealed class SearchIndexOptions
{
    public const string Section = "SearchIndex";

    /// <summary>Path of the index; its folder is created. It may be deleted while the server does not run: it is made anew.</summary>
    [Required]
    public string File { get; set; } = "data/search.db";

    /// <summary>Searches that run at the same time; more wait.</summary>
    [Range(1, 64)]
    public int MaxSearches { get; set; } = 2;

    /// <summary>Page cache of the writing connection and of each searching one, in KiB.</summary>
    [Range(256, 1024 * 1024)]
    public int CacheKibibytes { get; set; } = 4 * 1024;
}
