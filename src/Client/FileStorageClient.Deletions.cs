using FileStorage.Api.Contracts.Deletions;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

// Clients of other makers that deleted too much at once.
public sealed partial class FileStorageClient
{
    /// <summary>Those that delete nothing until it is said whether it is meant, oldest first.</summary>
    public async Task<IReadOnlyList<HeldDeletionBody>> ListHeldDeletionsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("deletions/held", Json.HeldDeletionListBody, cancellationToken)).Held;

    /// <summary>It is meant: this one may delete on.</summary>
    public async Task AllowDeletionsAsync(Guid device, CancellationToken cancellationToken = default) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, $"deletions/held/{device}/allow"), Repeat.WhenNotReceived, cancellationToken)).Dispose();

    /// <summary>It was not meant: this one may delete again, as little at once as before.</summary>
    public async Task DismissDeletionsAsync(Guid device, CancellationToken cancellationToken = default) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, $"deletions/held/{device}"), Repeat.WhenNotReceived, cancellationToken)).Dispose();
}
