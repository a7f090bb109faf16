using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Storage.Metadata.Audit;

namespace FileStorage.Grains.Auditing;

/// <summary>Rows of the audit as messages and back.</summary>
internal static class AuditMapping
{
    public static AuditRow ToRow(AuditRecord record) => new()
    {
        Id = record.Id,
        Kind = record.Kind,
        Outcome = record.Outcome,
        ActorId = record.ActorId,
        OwnerId = record.OwnerId,
        DeviceId = record.DeviceId,
        Address = record.Address,
        DriveId = record.DriveId,
        ItemId = record.ItemId,
        Other = record.Other,
        Detail = ToJson(record.Facts),
    };

    public static AuditRecord ToRecord(AuditRow row) => new()
    {
        Id = row.Id,
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.AtUnixMilliseconds),
        Kind = row.Kind,
        Outcome = row.Outcome,
        ActorId = row.ActorId,
        OwnerId = row.OwnerId,
        DeviceId = row.DeviceId,
        Address = row.Address,
        DriveId = row.DriveId,
        ItemId = row.ItemId,
        Other = row.Other,
        Facts = ToFacts(row.Detail),
    };

    /// <summary>A JSON object of strings; null for none.</summary>
    public static string? ToJson(ImmutableArray<AuditFact> facts)
    {
        if (facts.IsDefaultOrEmpty)
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var fact in facts)
            {
                writer.WriteString(fact.Name, fact.Value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static ImmutableArray<AuditFact> ToFacts(string? detail)
    {
        if (detail is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(detail);
        return [.. json.RootElement.EnumerateObject().Select(property => new AuditFact(property.Name, property.Value.GetString() ?? ""))];
    }
}
