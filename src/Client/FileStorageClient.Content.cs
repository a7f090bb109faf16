using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Client.Connections;
using FileStorage.Client.Content;
using FileStorage.Client.Items;

namespace FileStorage.Client;

// Bytes: whole files, batches, and parts of versions.
public sealed partial class FileStorageClient
{
    /// <summary>
    /// Stores a stream of unknown length as the new version of a file, in one attempt: a stream cannot be read twice.
    /// Folders on the way are made.
    /// </summary>
    public async Task<ItemBody> PutContentAsync(
        string path, Stream content, DateTimeOffset? modifiedAt = null, bool executable = false, CancellationToken cancellationToken = default)
    {
        var escaped = string.Join('/', path.TrimStart('/').Split('/').Select(Uri.EscapeDataString));
        using var request = new HttpRequestMessage(HttpMethod.Put, $"content/{escaped}?parents=true") { Content = new StreamContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (modifiedAt is { } time)
        {
            request.Headers.Add("X-Modified-At", time.ToString("O"));
        }

        if (executable)
        {
            request.Headers.Add("X-Executable", "true");
        }

        _sender.ApplyVersion(request);
        try
        {
            // No timeout of its own: how long the stream takes is for whoever writes it to say.
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? await ReadAsync(response, Json.ItemBody, cancellationToken)
                : throw await RefusedAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw FileStorageException.Unreachable(Server, exception);
        }
    }

    /// <summary>
    /// Bytes of one version of a file, from <paramref name="offset"/> on. A connection that breaks is made again where it
    /// broke; a version never changes, so the bytes fit.
    /// </summary>
    /// <param name="file">The file's id.</param>
    /// <param name="number">The version.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">How many bytes the reader wants; the version holds at least that many after the offset.</param>
    public Stream OpenVersion(Guid file, long number, long offset, long length) =>
        new VersionStream(this, ItemAddress.OfId(file).Url($"versions/{number}/content"), offset, length);

    /// <summary>The chunks of a version, in order.</summary>
    public Task<ManifestBody> GetManifestAsync(Guid file, long number, CancellationToken cancellationToken = default) =>
        GetAsync(ItemAddress.OfId(file).Url($"versions/{number}/manifest"), Json.ManifestBody, cancellationToken);

    /// <summary>One attempt at a part of some content. The caller repeats it.</summary>
    internal Task<HttpResponseMessage> GetContentAsync(string url, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        OpenAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, url);
                request.Headers.Range = range;
                return request;
            },
            Repeat.Always,
            cancellationToken);

    /// <summary>
    /// One attempt at a batch (docs/protocol.md, "Many files in one request"); its lines as they arrive. Ends early or throws
    /// <see cref="IOException"/> where the connection breaks: files without a line may or may not have been stored.
    /// </summary>
    internal async IAsyncEnumerable<BatchFileBody> SendBatchAsync(
        Func<HttpContent> body, bool parents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Repeating a batch stores the same contents once more at worst.
        using var response = await OpenAsync(() => Post(parents ? "batch?parents=true" : "batch", body()), Repeat.Always, cancellationToken);
        await foreach (var line in ReadLinesAsync(response, Json.BatchFileBody, cancellationToken))
        {
            yield return line;
        }
    }

    internal Task<UploadBody> DeclareUploadAsync(CreateUploadRequest declaration, CancellationToken cancellationToken) =>
        CallAsync(
            () => Post("uploads", JsonBody(declaration, Json.CreateUploadRequest)), Repeat.Always, Json.UploadBody, cancellationToken);

    /// <summary>As above, under an operation id by which a repeat finds the first upload; without an etag the name must be free.</summary>
    internal async Task<UploadBody> DeclareUploadAsync(
        CreateUploadRequest declaration, Guid operationId, string? expectedEtag, CancellationToken cancellationToken) =>
        await CallAsync(
            () =>
            {
                var request = Post("uploads", JsonBody(declaration, Json.CreateUploadRequest));
                request.Headers.Add("Idempotency-Key", operationId.ToString());
                AddPreconditions(request, expectedEtag, ifAbsent: expectedEtag is null);
                return request;
            },
            Repeat.Always,
            Json.UploadBody,
            cancellationToken);

    internal Task<UploadBody> GetUploadAsync(Guid upload, CancellationToken cancellationToken) =>
        GetAsync($"uploads/{upload}", Json.UploadBody, cancellationToken);

    /// <summary>Stores many chunks, in a body that <see cref="ChunksContent"/> frames.</summary>
    internal Task<ChunksStoredBody> SendChunksAsync(Guid upload, Func<HttpContent> body, CancellationToken cancellationToken) =>
        CallAsync(() => Post($"uploads/{upload}/chunks", body()), Repeat.Always, Json.ChunksStoredBody, cancellationToken);

    internal Task<ItemBody> CompleteUploadAsync(Guid upload, CancellationToken cancellationToken) =>
        CallAsync(() => Post($"uploads/{upload}/complete"), Repeat.Always, Json.ItemBody, cancellationToken);

    internal async Task GiveUpUploadAsync(Guid upload, CancellationToken cancellationToken) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, $"uploads/{upload}"), Repeat.WhenNotReceived, cancellationToken)).Dispose();
}
