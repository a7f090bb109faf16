namespace FileStorage.Client.Items;

/// <summary>Names an item in a request: by its path, or by its id, which survives moves.</summary>
public readonly record struct ItemAddress
{
    private readonly string? _path;
    private readonly Guid _id;

    private ItemAddress(string? path, Guid id)
    {
        _path = path;
        _id = id;
    }

    /// <param name="path">From the root, starting with a slash.</param>
    public static ItemAddress OfPath(string path) => new(path, Guid.Empty);

    public static ItemAddress OfId(Guid id) => new(null, id);

    public override string ToString() => _path ?? _id.ToString();

    /// <summary>The address below /api/v1: <c>items/{id}/suffix?query</c> or <c>items/suffix?path=…&amp;query</c>.</summary>
    internal string Url(string suffix = "", string query = "")
    {
        var tail = suffix.Length == 0 ? "" : "/" + suffix;
        return _path is null
            ? $"items/{_id}{tail}{(query.Length == 0 ? "" : "?" + query)}"
            : $"items{tail}?path={Uri.EscapeDataString(_path)}{(query.Length == 0 ? "" : "&" + query)}";
    }
}
