from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools.words import amount_in_words

# the examples of 正确填写票据和结算凭证的基本规定 (People's Bank of China); where it
# allows a form with and without 零, the one without
CHEQUES = {
    "1409.50": "壹仟肆佰零玖元伍角",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
}


@tagged("post_install", "-at_install")
class TestWords(BaseCase):
    def test_chinese_cheques(self):
        for amount, words in CHEQUES.items():
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words(amount), f"人民币{words}")

    def test_chinese_edges(self):
        expected = {
            0: "零元整",
            "0.05": "伍分",
            "0.50": "伍角",
            10: "壹拾元整",
            "100000000": "壹亿元整",
            "20000100": "贰仟万零壹佰元整",
            "-12.30": "负壹拾贰元叁角",
            "0.005": "壹分",
            "0.004": "零元整",
        }
        for amount, words in expected.items():
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words(amount), f"人民币{words}")

    def test_other_currencies_in_chinese(self):
        self.assertEqual(
            amount_in_words("123.45", "zh_CN", "USD"), "美元壹佰贰拾叁点肆伍"
        )
        self.assertEqual(amount_in_words("123", "zh_CN", "USD"), "美元壹佰贰拾叁整")

    def test_english(self):
        expected = {
            ("1409.50", "CNY"): (
                "One thousand, four hundred and nine and 50/100 Chinese yuan"
            ),
            ("5.10", "USD"): "Five and 10/100 US dollars",
            ("1", "EUR"): "One euro",
            ("-200", "JPY"): "Minus two hundred Japanese yen",
            ("0.05", "USD"): "Zero and 05/100 US dollars",
        }
        for (amount, currency), words in expected.items():
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words(amount, "en_US", currency), words)

    def test_no_words_for_what_is_no_amount(self):
        for amount in ("NaN", "Infinity", Decimal(10) ** 13, "-1e13"):
            with self.subTest(amount=amount), self.assertRaises(ValueError):
                amount_in_words(amount)
        with self.assertRaises(TypeError):
            amount_in_words(0.1)
        with self.assertRaises(ArithmeticError):
            amount_in_words("many")
