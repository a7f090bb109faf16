using FileStorage.Core.Chunks;
using FileStorage.Grains.Chunks;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Uploads;

/// <inheritdoc cref="IUploadGrain"/>
[GrainType("upload"), CollectionAgeLimit(Minutes = 2)]
internal sealed class UploadGrain(
    [PersistentState("upload", MetadataServices.DocumentStorage)] IPersistentState<UploadDocument> document,
    ManifestReader manifests,
    TimeProvider clock) : Grain, IUploadGrain
{
    private const int MaxMissingNamed = 1000;

    /// <summary>For so long a repeated completion still gets its first answer from here. After that the file itself knows its versions.</summary>
    private static readonly TimeSpan KeptWhenOver = TimeSpan.FromDays(7);

    private Guid VersionId => this.GetPrimaryKey();

    private bool IsKnown =>
        document.RecordExists
        && document.State.Stage is not UploadStage.Cancelled
        && (document.State.Stage is UploadStage.Completed || clock.GetUtcNow() < document.State.ExpiresAt);

    public async Task<bool> CreateAsync(UploadDeclaration declaration, CancellationToken cancellationToken)
    {
        if (document.RecordExists)
        {
            return document.State.FileId == declaration.FileId && document.State.UserId == declaration.UserId;
        }

        document.State = ToDocument(declaration);
        await document.WriteOrRetireAsync(this);
        return true;
    }

    public Task<UploadState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(
        IsKnown
            ? new UploadState
            {
                Declaration = ToDeclaration(document.State),
                IsCompleted = document.State.Stage is UploadStage.Completed,
            }
            : null);

    public async Task<CompletionOutcome> CompleteAsync(Viewer? viewer, CancellationToken cancellationToken)
    {
        if (!IsKnown)
        {
            return new CompletionOutcome.Unknown();
        }

        var declaration = ToDeclaration(document.State);
        if (document.State.Stage is UploadStage.Open)
        {
            var held = await manifests.ReadHeldAsync(declaration.Manifest, cancellationToken);
            var missing = await ChunkBatches.FindUnheldAsync(
                GrainFactory, held, declaration.DriveId, VersionId, MaxMissingNamed, cancellationToken);
            if (missing.Count > 0)
            {
                return new CompletionOutcome.Incomplete([.. missing.Take(MaxMissingNamed)]);
            }
        }

        // The version id makes this safe to repeat: the file answers a version it has with what it answered before.
        var file = GrainFactory.GetGrain<IFileGrain>(declaration.FileId);
        var outcome = await file.CommitAsync(ToCommit(declaration) with { Viewer = viewer }, CancellationToken.None);
        if (outcome is CommitOutcome.Committed && document.State.Stage is UploadStage.Open)
        {
            document.State.Stage = UploadStage.Completed;
            await document.WriteOrRetireAsync(this);
        }

        return new CompletionOutcome.Ended(outcome);
    }

    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        if (!document.RecordExists || document.State.Stage is UploadStage.Completed)
        {
            return;
        }

        document.State.Stage = UploadStage.Cancelled;
        await document.WriteOrRetireAsync(this);
    }

    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        if (document.RecordExists && clock.GetUtcNow() < document.State.ExpiresAt + KeptWhenOver)
        {
            return false;
        }

        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }

        DeactivateOnIdle();
        return true;
    }

    private VersionCommit ToCommit(UploadDeclaration declaration) => new()
    {
        VersionId = VersionId,
        DriveId = declaration.DriveId,
        ParentId = declaration.ParentId,
        Name = declaration.Name,
        Precondition = declaration.Precondition,
        ExpectedVersionId = declaration.ExpectedVersionId,
        Manifest = declaration.Manifest,
        ModifiedAt = declaration.ModifiedAt,
        Executable = declaration.Executable,
        DeviceId = declaration.DeviceId,
        UserId = declaration.UserId,
        LeasedUntil = declaration.ExpiresAt,
    };

    private static UploadDocument ToDocument(UploadDeclaration declaration) => new()
    {
        UserId = declaration.UserId,
        DeviceId = declaration.DeviceId,
        DriveId = declaration.DriveId,
        FileId = declaration.FileId,
        ParentId = declaration.ParentId,
        Name = declaration.Name,
        Precondition = declaration.Precondition,
        ExpectedVersionId = declaration.ExpectedVersionId,
        IsIndirectManifest = declaration.Manifest.IsIndirect,
        ManifestBody = [.. declaration.Manifest.Body],
        SizeBytes = declaration.Manifest.SizeBytes,
        Sha256 = declaration.Manifest.Sha256?.ToByteArray(),
        ModifiedAt = declaration.ModifiedAt,
        Executable = declaration.Executable,
        ExpiresAt = declaration.ExpiresAt,
        Conflict = declaration.Conflict,
        BaseVersionId = declaration.BaseVersionId,
    };

    private static UploadDeclaration ToDeclaration(UploadDocument state) => new()
    {
        UserId = state.UserId,
        DeviceId = state.DeviceId,
        DriveId = state.DriveId,
        FileId = state.FileId,
        ParentId = state.ParentId,
        Name = state.Name,
        Precondition = state.Precondition,
        ExpectedVersionId = state.ExpectedVersionId,
        Manifest = new StoredManifest
        {
            IsIndirect = state.IsIndirectManifest,
            Body = [.. state.ManifestBody],
            SizeBytes = state.SizeBytes,

            // The generated JSON writes an array that is null as an empty string.
            Sha256 = state.Sha256 is { Length: > 0 } hash ? new ChunkId(hash) : null,
        },
        ModifiedAt = state.ModifiedAt,
        Executable = state.Executable,
        ExpiresAt = state.ExpiresAt,
        Conflict = state.Conflict,
        BaseVersionId = state.BaseVersionId,
    };
}
