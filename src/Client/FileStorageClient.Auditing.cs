using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Client.Auditing;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

// Who did what.
public sealed partial class FileStorageClient
{
    /// <summary>Acts, newest first.</summary>
    public async IAsyncEnumerable<AuditBody> ListAuditAsync(
        AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var page = await GetAsync(query.Url(ListPageSize, after), Json.AuditPageBody, cancellationToken);
            foreach (var record in page.Records)
            {
                yield return record;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Acts, oldest first, in one answer that is read while it comes. Of no single item.</summary>
    public async IAsyncEnumerable<AuditBody> ExportAuditAsync(
        AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await OpenAsync(
            () => new HttpRequestMessage(HttpMethod.Get, query.ExportUrl()), Repeat.WhenNotReceived, cancellationToken);
        await foreach (var record in GuardAsync(ReadLinesAsync(response, Json.AuditBody, cancellationToken), cancellationToken))
        {
            yield return record;
        }
    }
}
