using System.Globalization;
using System.Text;
using FileStorage.Client.Items;

namespace FileStorage.Client.Auditing;

/// <summary>Which acts are wanted. What is null does not matter.</summary>
public sealed record AuditQuery
{
    /// <summary>Acts on this item.</summary>
    public ItemAddress? Item { get; init; }

    /// <summary>Acts of this account and on what is its own; another than one's own for the administrator.</summary>
    public Guid? Account { get; init; }

    /// <summary>For instance "share-made".</summary>
    public string? Kind { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The address of one page.</summary>
    internal string Url(int limit, string? after)
    {
        var query = Parameters().Append(CultureInfo.InvariantCulture, $"limit={limit}");
        if (after is not null)
        {
            query.Append("&after=").Append(Uri.EscapeDataString(after));
        }

        return Item is { } item ? item.Url("audit", query.ToString()) : $"audit?{query}";
    }

    /// <summary>The address of everything, as lines.</summary>
    internal string ExportUrl() => $"audit/export?{Parameters()}".TrimEnd('?', '&');

    private StringBuilder Parameters()
    {
        var query = new StringBuilder();
        Add(query, "account", Account?.ToString());
        Add(query, "kind", Kind);
        Add(query, "from", From?.ToString("O", CultureInfo.InvariantCulture));
        Add(query, "to", To?.ToString("O", CultureInfo.InvariantCulture));
        return query;
    }

    private static void Add(StringBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }
    }
}
