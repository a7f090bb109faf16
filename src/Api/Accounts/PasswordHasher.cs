using System.Globalization;
using System.Security.Cryptography;
using FileStorage.Api.Problems;

namespace FileStorage.Api.Accounts;

/// <summary>
/// PBKDF2-HMAC-SHA256 with 600,000 iterations (OWASP's figure of 2023), kept as <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c> in
/// base64, so that a stored hash says how it was made. Slow on purpose, so few run at a time and few wait.
/// </summary>
internal sealed class PasswordHasher : IDisposable
{
    public const int MinLength = 10;
    public const int MaxLength = 256;

    private const string Algorithm = "pbkdf2-sha256";
    private const int Iterations = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int MaxWaiting = 64;

    // Verified in place of a hash for an address that has no account, so that the answer takes as long.
    private static readonly string Nobody = Format(new byte[SaltBytes], new byte[HashBytes]);

    private readonly SemaphoreSlim _running = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <summary>A new hash of a password.</summary>
    /// <exception cref="ProblemException">503: too many are waiting.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            var salt = RandomNumberGenerator.GetBytes(SaltBytes);
            return Format(salt, Derive(password, salt, Iterations, HashBytes));
        },
        cancellationToken);

    /// <summary>Whether the password is the one that was hashed; false, after the same work, where there is no hash.</summary>
    /// <inheritdoc cref="HashAsync"/>
    public Task<bool> VerifyAsync(string password, string? hash, CancellationToken cancellationToken) => RunAsync(
        () => Matches(password, hash ?? Nobody) && hash is not null,
        cancellationToken);

    public void Dispose() => _running.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw Problem.Unavailable();
        }

        try
        {
            await _running.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _running.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static bool Matches(string password, string hash)
    {
        if (hash.Split('$') is not [Algorithm, var iterations, var salt, var expected])
        {
            throw new InvalidOperationException("A stored password hash has a form that this version does not know.");
        }

        var expectedBytes = Convert.FromBase64String(expected);
        var actual = Derive(
            password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), expectedBytes.Length);
        return CryptographicOperations.FixedTimeEquals(actual, expectedBytes);
    }

    private static byte[] Derive(string password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, length);

    private static string Format(byte[] salt, byte[] hash) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Algorithm}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
