namespace FileStorage.Bench.Load;

/// <summary>In turn one PUT of a new file and one GET of a file of the warm-up.</summary>
internal sealed class MixedWork(IWork put, IWork get, int filesThatAreThere) : IWork
{
    public LoadRequest Prepare(int index) => IsPut(index) ? put.Prepare(index) : get.Prepare(Existing(index));

    public int CountDone(int index, int status, ReadOnlySpan<byte> answer) =>
        IsPut(index) ? put.CountDone(index, status, answer) : get.CountDone(Existing(index), status, answer);

    private static bool IsPut(int index) => index % 2 == 0;

    // A stride prime to the count visits them all, in no order a disk could guess.
    private int Existing(int index) => (int)((long)index * 7_919 % filesThatAreThere);
}
