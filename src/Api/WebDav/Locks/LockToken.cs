namespace FileStorage.Api.WebDav.Locks;

/// <summary>Tokens of locks as clients know them.</summary>
internal static class LockToken
{
    private const string Scheme = "opaquelocktoken:";

    public static string Of(Guid token) => $"{Scheme}{token:D}";

    /// <summary>Null for a token that this server never gave.</summary>
    public static Guid? Parse(string text) =>
        text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Guid.TryParseExact(text.AsSpan(Scheme.Length), "D", out var token)
            ? token
            : null;
}
