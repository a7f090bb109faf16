namespace FileStorage.Bench.Load.Open;

internal enum OperationKind
{
    Small,
    Large,
    Read,
}
