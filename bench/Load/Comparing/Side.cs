namespace FileStorage.Bench.Load.Comparing;

internal enum Side
{
    A,
    B,
}
