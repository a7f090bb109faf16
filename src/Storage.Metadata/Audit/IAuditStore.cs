using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Audit;

/// <summary>Who did what: rows are added and read, and forgotten when they are old. There is no way to change one.</summary>
public interface IAuditStore
{
    /// <summary>Adds rows, all or none; durable on return. A row whose id is there already stays as it is.</summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken);

    /// <summary>Rows in the order of their time. One query of one snapshot.</summary>
    ValueTask<List<AuditRow>> ReadAsync(AuditFilter filter, CancellationToken cancellationToken);

    /// <summary>Forgets the oldest rows of before a time, at most <paramref name="limit"/>. Answers how many.</summary>
    ValueTask<int> ForgetAsync(long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken);
}
