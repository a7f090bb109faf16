namespace FileStorage.Sync.Remote;

/// <summary>What a command to the server led to. All but <see cref="Done"/> changed nothing there.</summary>
public abstract record RemoteOutcome
{
    private RemoteOutcome()
    {
    }

    /// <summary>Durable on the server; the entry as it is now.</summary>
    public sealed record Done(RemoteEntry Entry) : RemoteOutcome;

    /// <summary>The entry is not as expected, is gone, its parent is gone, the name is taken or a cycle would result: read the news and plan anew.</summary>
    public sealed record Stale(string Reason) : RemoteOutcome;

    /// <summary>The local file changed while it was read; nothing was kept.</summary>
    public sealed record LocalChanged : RemoteOutcome;

    /// <summary>The server will not take this, however often it is tried (a name, a size, the quota): report it and go on with the others.</summary>
    public sealed record Refused(string Reason) : RemoteOutcome;
}
