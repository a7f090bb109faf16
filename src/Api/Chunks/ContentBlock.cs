namespace FileStorage.Api.Chunks;

/// <summary>
/// A large buffer that several chunks in flight share, so that content is copied once on its way from the socket to the store.
/// Goes back to its pool when the last slice of it is done.
/// </summary>
internal sealed class ContentBlock(ContentBlockPool pool)
{
    // Each holder counts one: the reader that fills the block, and every slice.
    private int _holders;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(ContentBlockPool.BlockBytes);

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            pool.Return(this);
        }
    }
}
