using FileStorage.Api.Callers;

namespace FileStorage.Api.Items;

/// <summary>One copy while it runs.</summary>
internal sealed class CopyRun(Caller caller, Guid operationId)
{
    private long _files;
    private long _folders;

    public Caller Caller => caller;

    public Guid OperationId => operationId;

    public long Files => Interlocked.Read(ref _files);

    public long Folders => Interlocked.Read(ref _folders);

    public void CountFile() => Interlocked.Increment(ref _files);

    public void CountFolder() => Interlocked.Increment(ref _folders);
}
