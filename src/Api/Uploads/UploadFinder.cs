using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Uploads;

/// <summary>
/// Finds uploads. What was declared never changes, so the last few are kept: thousands of chunks must not each read a manifest.
/// </summary>
internal sealed class UploadFinder(IGrainFactory grains, ManifestReader manifests, TimeProvider clock)
{
    private const int MaxKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, DeclaredUpload> _kept = [];
    private readonly Queue<Guid> _order = new();

    /// <summary>The upload, open or completed, with what it has come to.</summary>
    /// <exception cref="ProblemException">404: none, or another account's.</exception>
    public async Task<UploadState> GetStateAsync(Caller caller, Guid uploadId, CancellationToken cancellationToken)
    {
        var state = await grains.GetGrain<IUploadGrain>(uploadId).GetAsync(cancellationToken);
        return state?.Declaration.UserId == caller.UserId ? state : throw NotFound();
    }

    /// <summary>What was declared. May be remembered for an upload that was cancelled meanwhile; its chunks then become garbage.</summary>
    /// <inheritdoc cref="GetStateAsync"/>
    public async ValueTask<DeclaredUpload> GetDeclaredAsync(Caller caller, Guid uploadId, CancellationToken cancellationToken)
    {
        DeclaredUpload? declared;
        lock (_lock)
        {
            declared = _kept.GetValueOrDefault(uploadId);
        }

        if (declared is null || declared.Declaration.ExpiresAt <= clock.GetUtcNow())
        {
            var state = await GetStateAsync(caller, uploadId, cancellationToken);
            declared = Keep(uploadId, await ReadAsync(uploadId, state, cancellationToken));
        }

        return declared.Declaration.UserId == caller.UserId ? declared : throw NotFound();
    }

    /// <summary>The declared chunks of a state.</summary>
    public async Task<DeclaredUpload> ReadAsync(Guid uploadId, UploadState state, CancellationToken cancellationToken) => new(
        uploadId,
        state.Declaration,
        await manifests.ReadAsync(uploadId, state.Declaration.Manifest, cancellationToken));

    public DeclaredUpload Keep(Guid uploadId, DeclaredUpload declared)
    {
        lock (_lock)
        {
            if (_kept.TryAdd(uploadId, declared))
            {
                _order.Enqueue(uploadId);
            }

            while (_order.Count > MaxKept)
            {
                _kept.Remove(_order.Dequeue());
            }
        }

        return declared;
    }

    public void Forget(Guid uploadId)
    {
        lock (_lock)
        {
            // Its place in the order stays until it is the oldest; removing what is not there changes nothing.
            _kept.Remove(uploadId);
        }
    }

    private static ProblemException NotFound() =>
        Problem.NotFound("There is no such upload: it never was, it was given up, or it has expired. Declare it again.");
}
