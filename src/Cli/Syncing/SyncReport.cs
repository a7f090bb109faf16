using System.Threading.Channels;
using FileStorage.Cli.Terminal;
using FileStorage.Sync.Engine;
using FileStorage.Sync.Local;

namespace FileStorage.Cli.Syncing;

/// <summary>Tells on standard output what is synced, a line a step, without holding the engine up; and on standard error how it stands.</summary>
internal sealed class SyncReport : ISyncObserver, IAsyncDisposable
{
    private readonly Output _output;
    private readonly Action _broken;
    private readonly Action<SyncStatus> _changed;
    private readonly Channel<Action> _lines = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;
    private SyncActivity _activity = SyncActivity.Stopped;

    /// <param name="output">Where it goes.</param>
    /// <param name="broken">Called when nobody reads any more.</param>
    /// <param name="changed">Told of every status too.</param>
    public SyncReport(Output output, Action broken, Action<SyncStatus> changed)
    {
        _output = output;
        _broken = broken;
        _changed = changed;
        _writing = WriteAsync();
    }

    /// <summary>What ended the writing; null where nothing did.</summary>
    public BrokenPipeException? Fault { get; private set; }

    public void Done(SyncAction action, LocalPath path) => _lines.Writer.TryWrite(() =>
    {
        if (_output.Json)
        {
            _output.Object(new SyncActionLine { Action = NameOf(action), Path = path.Value }, CliJsonContext.Default.SyncActionLine);
        }
        else
        {
            _output.Line($"{Words(action)} {path}");
        }
    });

    public void Changed(SyncStatus status)
    {
        _changed(status);
        if (status.Activity != _activity)
        {
            _activity = status.Activity;
            if (!_output.Json && Sentence(status) is { } sentence)
            {
                _lines.Writer.TryWrite(() => _output.Note(sentence));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    /// <summary>A value of an enumeration as JSON has it.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string? Sentence(SyncStatus status) => status.Activity switch
    {
        SyncActivity.UpToDate when status.ProblemCount > 0 =>
            $"Up to date, but for {status.ProblemCount} that cannot be synced: see `filestorage sync --status`.",
        SyncActivity.UpToDate => $"Up to date: {status.SyncedEntries} files and folders.",
        SyncActivity.Offline => $"Offline, and goes on by itself: {status.LastError}",
        SyncActivity.Paused => "Paused.",
        SyncActivity.DiskFull => $"Sync rests, and goes on by itself when there is room: {status.LastError}",
        SyncActivity.AwaitingConfirmation =>
            $"{status.DeletionsToConfirm} files and folders are about to be deleted, which is most of them. If that is meant, run the same command with --confirm.",
        _ => null,
    };

    private static string Words(SyncAction action) => action switch
    {
        SyncAction.Uploaded => "uploaded",
        SyncAction.Downloaded => "downloaded",
        SyncAction.MadeFolderHere => "made folder here",
        SyncAction.MadeFolderThere => "made folder on the server",
        SyncAction.MovedHere => "moved here",
        SyncAction.MovedThere => "moved on the server",
        SyncAction.DeletedHere => "deleted here",
        SyncAction.DeletedThere => "deleted on the server",
        SyncAction.KeptConflictCopy => "kept a conflict copy",
        SyncAction.Merged => "merged",
        SyncAction.ChangedAttributes => "changed attributes of",
        _ => NameOf(action),
    };

    private async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            if (Fault is not null)
            {
                continue;
            }

            try
            {
                line();
            }
            catch (BrokenPipeException exception)
            {
                Fault = exception;
                _broken();
            }
        }
    }
}
