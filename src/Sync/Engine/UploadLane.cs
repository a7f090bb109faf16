using FileStorage.Sync.Execution;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Sends files, many small ones in one call and several calls at once.</summary>
internal sealed class UploadLane(
    IRemoteDrive drive,
    ILocalFolder folder,
    SyncTrees trees,
    Ledger ledger,
    Moments moments,
    Errands errands,
    Random random,
    SyncOptions options,
    Func<Operation, bool> isStillMeant,
    Action<StepResult> finished,
    Action<Operation> dropped)
{
    /// <summary>A file that changes at every attempt has sent no more than the last of them.</summary>
    private const int MostContents = 16;

    private readonly Queue<Operation.Upload> _queue = new();
    private int _calls;

    public int QueuedCount => _queue.Count;

    public void Add(Operation.Upload step) => _queue.Enqueue(step);

    /// <summary>Writes down what the next calls will send; they start with the returned actions, once that is durable.</summary>
    public void Prepare(List<Action> starts)
    {
        while (_calls < options.ParallelUploads && _queue.Count > 0)
        {
            PrepareCall(starts);
        }
    }

    private void PrepareCall(List<Action> starts)
    {
        var uploads = new List<(RemoteUpload Upload, StepResult Begun)>();
        long bytes = 0;
        while (uploads.Count < options.MaxFilesPerUpload && _queue.TryPeek(out var step))
        {
            if (!isStillMeant(step) || trees.Local.Find(step.Key) is not { } here)
            {
                _queue.Dequeue();
                dropped(step);
                continue;
            }

            if (uploads.Count > 0 && bytes + here.Entry.SizeBytes > options.MaxBytesPerUpload)
            {
                break;
            }

            _queue.Dequeue();
            bytes += here.Entry.SizeBytes;
            uploads.Add(Prepare(step, here));
        }

        if (uploads.Count > 0)
        {
            _calls++;
            starts.Add(() => StartUploads(uploads));
        }
    }

    private (RemoteUpload Upload, StepResult Begun) Prepare(Operation.Upload step, LocalNode here)
    {
        var mark = ContentMark.Of(here.Entry);
        var command = ledger.Pending.GetValueOrDefault(step.Subject);
        var isRepeated = command is { Kind: CommandKind.Upload };
        if (!isRepeated)
        {
            command = new PendingCommand
            {
                Subject = step.Subject,
                OperationId = random.NextOperationId(),
                Kind = CommandKind.Upload,
                FileId = step.FileId ?? Guid.Empty,
                ExpectedEtag = step.ExpectedEtag,
                ParentId = step.ParentId,
                Name = step.Name,
            };
        }

        if (!command!.Contents.Contains(mark))
        {
            command = command with { Contents = [.. command.Contents.TakeLast(MostContents - 1), mark] };
            ledger.SetPending(command);
        }

        var upload = new RemoteUpload
        {
            OperationId = command.OperationId,
            FileId = command.FileId == Guid.Empty ? null : command.FileId,
            ExpectedEtag = command.ExpectedEtag,
            ParentId = command.ParentId,
            Name = command.Name,
            Path = LocalTree.PathOf(here),
            Local = here.Entry,
        };
        return (upload, Begin(step) with { Here = here.Entry, IsRepeated = isRepeated, Command = command });
    }

    private void StartUploads(List<(RemoteUpload Upload, StepResult Begun)> uploads)
    {
        var open = uploads.ToDictionary(upload => upload.Upload.OperationId, upload => upload.Begun with { StartedAt = moments.Next() });
        errands.Start(async cancellationToken =>
        {
            try
            {
                await foreach (var uploaded in drive.UploadAsync([.. uploads.Select(upload => upload.Upload)], folder, cancellationToken))
                {
                    if (open.Remove(uploaded.Upload.OperationId, out var begun))
                    {
                        var result = begun with { Remote = uploaded.Outcome, Sha256 = uploaded.Sha256 };
                        errands.Post(() => finished(result));
                    }
                }
            }
            catch (Exception exception) when (Dispatcher.IsForeseen(exception))
            {
                return () => EndUploads(open.Values.Select(begun => begun with { Failure = exception }));
            }

            return () => EndUploads(open.Values.Select(begun => begun with { Failure = new IOException("The upload ended without an answer.") }));
        });
    }

    private void EndUploads(IEnumerable<StepResult> unanswered)
    {
        _calls--;
        foreach (var result in unanswered)
        {
            finished(result);
        }
    }

    private static StepResult Begin(Operation step) => new() { Step = step, StartedAt = 0 };
}
