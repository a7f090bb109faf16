using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Items;
using FileStorage.Client.Connections;
using FileStorage.Client.History;

namespace FileStorage.Client;

// The past: looking at it, and going back.
public sealed partial class FileStorageClient
{
    /// <summary>The item that was at a path, as it was.</summary>
    public Task<ItemBody> GetPastItemAsync(string path, PastMoment moment, CancellationToken cancellationToken = default) =>
        GetAsync($"rewind/items?path={Uri.EscapeDataString(path)}&{moment.Query}", Json.ItemBody, cancellationToken);

    /// <summary>What a folder held, by name.</summary>
    public IAsyncEnumerable<ItemBody> ListPastAsync(Guid folder, PastMoment moment, CancellationToken cancellationToken = default) =>
        ListPagesAsync(query => $"rewind/children?id={folder}&{moment.Query}&{query}", cancellationToken);

    /// <summary>What rewinding the item that was at a path would do, with at most <paramref name="limit"/> single changes.</summary>
    public Task<RewindBody> PreviewRewindAsync(
        string path, PastMoment moment, int limit, CancellationToken cancellationToken = default) =>
        GetAsync($"rewind/changes?path={Uri.EscapeDataString(path)}&{moment.Query}&limit={limit}", Json.RewindBody, cancellationToken);

    /// <summary>How long the drive keeps old versions and its trash.</summary>
    public Task<HistoryPolicyBody> GetHistoryPolicyAsync(CancellationToken cancellationToken = default) =>
        GetAsync("history/policy", Json.HistoryPolicyBody, cancellationToken);

    /// <summary>Says how long the drive keeps old versions and its trash; what is null stays as it is.</summary>
    public Task<HistoryPolicyBody> SetHistoryPolicyAsync(HistoryPolicyRequest policy, CancellationToken cancellationToken = default) =>
        CallAsync(
            () => new HttpRequestMessage(HttpMethod.Put, "history/policy") { Content = JsonBody(policy, Json.HistoryPolicyRequest) },
            Repeat.Always,
            Json.HistoryPolicyBody,
            cancellationToken);

    /// <summary>Goes back to what the server says.</summary>
    public Task<HistoryPolicyBody> ClearHistoryPolicyAsync(CancellationToken cancellationToken = default) =>
        CallAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, "history/policy"), Repeat.Always, Json.HistoryPolicyBody, cancellationToken);

    /// <summary>Makes an item what it was. Asks again under the same key until all of it is done.</summary>
    /// <param name="item">The item.</param>
    /// <param name="moment">When it was what it is to become.</param>
    /// <param name="operationId">Chosen once and kept across restarts: the same id is done once, and answered as the first time.</param>
    /// <param name="progress">Is told of every answer but the last.</param>
    /// <param name="cancellationToken">Ends the waiting, not what the server has begun.</param>
    public async Task<RewindBody> RewindAsync(
        Guid item,
        PastMoment moment,
        Guid? operationId = null,
        Action<RewindBody>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var key = operationId ?? Guid.CreateVersion7();
        var request = new RewindRequestBody { ItemId = item, At = moment.At, Number = moment.Number };
        while (true)
        {
            using var response = await CommandAsync(
                HttpMethod.Post, "rewind", () => JsonBody(request, Json.RewindRequestBody), ifMatch: null, key, cancellationToken);
            var body = await ReadAsync(response, Json.RewindBody, cancellationToken);
            if (body.State == "done")
            {
                return body;
            }

            progress?.Invoke(body);
        }
    }
}
