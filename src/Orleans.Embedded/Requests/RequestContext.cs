namespace Orleans.Runtime;

/// <summary>Values that flow with calls, from caller to callee and not back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<Dictionary<string, object>?> Current = new();

    public static IEnumerable<string> Keys => Current.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Current.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The values themselves; never changed in place, so they travel without a copy.</summary>
    internal static Dictionary<string, object>? Values
    {
        get => Current.Value;
        set
        {
            if (!ReferenceEquals(Current.Value, value))
            {
                Current.Value = value;
            }
        }
    }

    public static object? Get(string key) => Current.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value)
    {
        var values = Current.Value is { } earlier ? new Dictionary<string, object>(earlier) : [];
        values[key] = value;
        Current.Value = values;
    }

    public static bool Remove(string key)
    {
        if (Current.Value is not { } earlier || !earlier.ContainsKey(key))
        {
            return false;
        }

        var values = new Dictionary<string, object>(earlier);
        values.Remove(key);
        Current.Value = values.Count == 0 ? null : values;
        return true;
    }

    public static void Clear() => Values = null;
}
