using FileStorage.Core.Names;

namespace FileStorage.Api.Links.Pages;

/// <summary>An address of a link's page or of something below it.</summary>
/// <param name="Token">Of the link.</param>
/// <param name="Part">Empty for the page, else what of it: "/files", "/archive", "/upload".</param>
/// <param name="Path">Of the item, below what the link leads to.</param>
internal sealed record PageAddress(string Token, string Part, EntryPath Path)
{
    /// <summary>What else stands in the query.</summary>
    public string Query { get; init; } = "";

    /// <summary>The page itself, and what its cookie is sent to.</summary>
    public static string Root(string token) => Links.PageAddress + token;

    public override string ToString()
    {
        var path = Path.IsRoot ? "" : "path=" + Uri.EscapeDataString(Path.ToString());
        var query = (path.Length, Query.Length) switch
        {
            (0, 0) => "",
            (_, 0) => "?" + path,
            (0, _) => "?" + Query,
            _ => $"?{path}&{Query}",
        };
        return Root(Token) + Part + query;
    }
}
